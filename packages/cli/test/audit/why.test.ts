import { beforeAll, describe, expect, it } from "vitest";
import { cofferdam } from "../cofferdam.ts";
import { type Recorded, recorded } from "./recorded.ts";

let run: Recorded;
beforeAll(async () => {
  run = await recorded();
});

describe("cofferdam why ID --log LOG", () => {
  it("tells what was denied, by which line, and what would allow it", async () => {
    const { status, stdout } = await cofferdam(["why", run.denied, "--log", run.log]);
    expect(status).toBe(0);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/loading the library \/\S+libutil\S+ was denied\./);
    expect(text).toMatch(/cofferdam\.toml:5 ffi\.sandbox\.allowed_libs .*does not allow it/);
    expect(text).toMatch(/These lines in \S+cofferdam\.toml would allow it/);
    expect(stdout).toMatch(/^ {4}allowed_libs = \[ "\/.*libutil.*" \]$/m);
  });

  it("takes an event's number for its id", async () => {
    const number = run.denied.split("-").at(-1) as string;
    const args = ["why", number, "--log", run.log, "--json"];
    const { event, reason } = JSON.parse((await cofferdam(args)).stdout);
    expect(event).toMatchObject({ id: run.denied, outcome: "deny" });
    expect(reason).toContain("was denied");
  });

  it("ends with 1 for an event that is not in the log, and with 2 for what is no id", async () => {
    expect(await cofferdam(["why", "9999", "--log", run.log])).toMatchObject({
      status: 1,
      stdout: `${run.log} has no event 9999.\n`,
    });
    expect((await cofferdam(["why", "that", "--log", run.log])).status).toBe(2);
  });
});
