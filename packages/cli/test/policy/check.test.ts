import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cofferdam } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";

const good = `[ffi]
enabled = true
call_timeout = "1s"

[ffi.sandbox]
allowed_libs = ["./libs/*.so"]

[ffi.sandbox.process]
memory = "256MiB"
`;

const bad = `[ffi]
enabld = true
call_timeout = "many"
`;

describe("cofferdam policy check FILE", () => {
  it("shows all problems, each with its line, a caret and the nearest key, and ends with 1", async () => {
    const folder = folderWith({ "bad.toml": bad });
    const { status, stdout, stderr } = await cofferdam([
      "policy",
      "check",
      join(folder, "bad.toml"),
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout.replaceAll(`${folder}/`, "")).toMatch(`bad.toml:2:1: unknown key \`ffi.enabld\`
  2 | enabld = true
    | ^^^^^^ expected one of the keys of [ffi]; did you mean \`enabled\`?

bad.toml:3:16: wrong value of \`ffi.call_timeout\`
  3 | call_timeout = "many"
    |                ^^^^^^ expected a duration`);
    expect(stdout).toMatch(/\n\n2 problems\.\n$/);
  });

  it("has all of it in its document", async () => {
    const folder = folderWith({ "bad.toml": bad });
    const file = join(folder, "bad.toml");
    const { status, stdout } = await cofferdam(["policy", "check", file, "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "policy check",
      ok: false,
      file,
      plan: [],
      issues: [
        {
          file,
          line: 2,
          column: 1,
          key: "ffi.enabld",
          nearest: "enabled",
          source: "enabld = true",
        },
        { file, line: 3, column: 16, key: "ffi.call_timeout" },
      ],
    });
  });

  it("shows of a policy without problems what enforces each key, and how strongly", async () => {
    const folder = folderWith({ "good.toml": good });
    const { status, stdout } = await cofferdam(["policy", "check", join(folder, "good.toml")]);
    expect(status, stdout).toBe(0);
    expect(stdout).toContain("good.toml: no problems.");
    expect(stdout).toMatch(/^kernel {3}ffi\.call_timeout = 1000 \(.*good\.toml:3\)$/m);
    expect(stdout).toMatch(/^gate {5}ffi\.sandbox\.allowed_libs = \["\.\/libs\/\*\.so"\]/m);
    expect(stdout).toMatch(/^4 keys enforced here\.$/m);
  });

  it("ends with 1 for a key that the layers do not enforce, and says what would", async () => {
    const folder = folderWith({ "good.toml": good });
    const args = ["policy", "check", join(folder, "good.toml"), "--layers", "signals,deadline"];
    const { status, stdout } = await cofferdam(args);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^gate {5}ffi\.call_timeout = 1000/m);
    expect(stdout).toMatch(/^nothing {2}ffi\.sandbox\.process\.memory = 268435456/m);
    expect(stdout).toContain("@cofferdam/process-helper");
    expect(stdout).toMatch(/^3 keys enforced here, 1 not enforced\.$/m);
  });

  it("takes it that a key is not enforced when the policy says that this is known", async () => {
    const waived = `unsafe_unenforced = [{ key = "ffi.sandbox.process.memory", because = "no cgroups" }]\n${good}`;
    const folder = folderWith({ "waived.toml": waived });
    const args = ["policy", "check", join(folder, "waived.toml"), "--layers", "signals,deadline"];
    const { status, stdout } = await cofferdam(args);
    expect(status, stdout).toBe(0);
    expect(stdout).toContain("known: no cgroups");
    expect(stdout).toMatch(/1 not enforced, and known\.$/m);
  });

  it("ends with 3 for a file that is not there, and with 2 for a layer that there is none of", async () => {
    const missing = await cofferdam(["policy", "check", "/nowhere/cofferdam.toml"]);
    expect(missing).toMatchObject({
      status: 3,
      stdout: "",
      stderr: "cofferdam: /nowhere/cofferdam.toml: no such file or directory\n",
    });
    const { status, stderr } = await cofferdam(["policy", "check", "--layers", "magic"]);
    expect(status).toBe(2);
    expect(stderr).toContain("Expected some of processHelper, signals, deadline, stack, memory");
  });

  it("shows what is in a file without letting it meddle with the terminal", async () => {
    const folder = folderWith({ "odd.toml": '[ffi]\n"a\\u001b[2Jb" = 1\n' });
    const { stdout } = await cofferdam(["policy", "check", join(folder, "odd.toml")]);
    expect(stdout).not.toContain("\x1b");
  });
});
