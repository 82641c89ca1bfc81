import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Recorded, recorded } from "../audit/recorded.ts";
import { cofferdam, documentOf } from "../cofferdam.ts";

let run: Recorded;
beforeAll(async () => {
  run = await recorded();
});

describe("cofferdam policy learn LOG", () => {
  it("writes a policy that allows what was done, not what was denied, and says what is left", async () => {
    const { status, stdout } = await cofferdam(["policy", "learn", run.log]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# {3}\S+ loading the library \S*libutil\S*: it was denied$/m);
    expect(stdout).toMatch(/^# {3}\S+ a call of frexp of \S+: signal$/m);
    expect(stdout).toMatch(/^allowed_libs = \[ "\/.*libm\.so\.6" \]$/m);
    expect(stdout).not.toMatch(/^[^#]*libutil/m);
  });

  it("allows what was denied, too, when it is told to", async () => {
    const { toml } = await documentOf(["policy", "learn", run.log, "--denied"]);
    expect(toml).toContain("libutil");
  });

  it("writes what has no problems, and nothing that the recorded run would be denied", async () => {
    const output = join(run.folder, "learned.toml");
    expect((await cofferdam(["policy", "learn", run.log, "-o", output])).status).toBe(0);
    const diff = ["policy", "diff", run.policy, output, "--log", run.log];
    expect((await documentOf(diff)).run).toMatchObject({ allowed: [], denied: [] });
  });

  it("does not overwrite a file", async () => {
    const { status, stderr } = await cofferdam(["policy", "learn", run.log, "-o", run.policy]);
    expect(status).toBe(3);
    expect(stderr).toBe(`cofferdam: ${run.policy}: file already exists\n`);
    expect(existsSync(run.policy) && readFileSync(run.policy, "utf8")).toContain("[audit]");
  });
});
