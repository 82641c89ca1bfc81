import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cofferdam, program } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";
import { type Recorded, recorded } from "./recorded.ts";

let run: Recorded;
beforeAll(async () => {
  run = await recorded();
});

describe("cofferdam status LOG", () => {
  it("counts what each target did, what faulted, and what was denied by which line", async () => {
    const { status, stdout } = await cofferdam(["status", run.log, "--json"]);
    expect(status).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ generation: 1, faults: { signal: 1 } });
    expect(document.targets).toMatchObject([
      { kind: "library", loads: 1, calls: 4, denied: 0, faults: 1 },
      { kind: "library", loads: 0, calls: 0, denied: 1, faults: 0 },
    ]);
    expect(Object.keys(document.denials)).toEqual([`${run.policy}:5 ffi.sandbox.allowed_libs`]);
  });

  it("says so to a person", async () => {
    const { stdout } = await cofferdam(["status", run.log]);
    expect(stdout.replaceAll("\n", " ")).toMatch(
      /audit\.jsonl: \d+ events, 20\S+Z to 20\S+Z, generation 1 of the policy\./,
    );
    expect(stdout).toMatch(/^ {2} +1 +4 +0 +1 {2}library .*libm\.so\.6$/m);
  });

  it("reads the log of cofferdam.toml where none is named", () => {
    const options = { cwd: run.folder, encoding: "utf8" } as const;
    const { status, stdout } = spawnSync(process.execPath, [program, "status"], options);
    expect({ status, said: stdout.split(":")[0] }).toEqual({ status: 0, said: run.log });
  });

  it("does not let what a guest chose meddle with the terminal", async () => {
    const event = { id: "a-1", kind: "library", action: "load", outcome: "allow" };
    const odd = { ...event, target: "/lib\u001b[2J\u202e.so", resource: "\r\n", generation: 1 };
    const folder = folderWith({ "odd.jsonl": "" });
    appendFileSync(`${folder}/odd.jsonl`, `${JSON.stringify({ time: "now", ...odd })}\n`);
    for (const more of [[], ["--json"]]) {
      const { status, stdout } = await cofferdam(["status", `${folder}/odd.jsonl`, ...more]);
      expect(status).toBe(0);
      expect(stdout).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});
