import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { program } from "../cofferdam.ts";

describe("a reader that has heard enough", () => {
  it("ends the command quietly, with the exit code that it had", () => {
    // the reader is gone before anything is written
    const command = '{ sleep 0.3; "$0" "$1" --help; echo $? >&2; } | :';
    const args = ["-c", command, process.execPath, program];
    const { stderr } = spawnSync("sh", args, { encoding: "utf8" });
    expect(stderr).toBe("0\n");
  });

  it("gets the lines that it reads", () => {
    const command = `"$0" "$1" --help | head -1`;
    const output = execFileSync("sh", ["-c", command, process.execPath, program], {
      encoding: "utf8",
    });
    expect(output).toBe("Usage: cofferdam <command> [option ...]\n");
  });
});
