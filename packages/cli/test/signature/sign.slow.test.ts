import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { program } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";

let folder: string;
beforeEach(() => {
  folder = folderWith({ "cofferdam.toml": "[ffi]\nenabled = true\n" });
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { status, stdout, stderr };
}

describe("cofferdam sign and verify", () => {
  it("make a key, sign with it, and take the signature, by its file and by its bytes", () => {
    const { keyId, publicKey } = JSON.parse(run(["sign", "--generate", "--json"]).stdout);
    expect(statSync(join(folder, "cofferdam.key")).mode & 0o777).toBe(0o600);
    expect(run(["sign", "--serial", "3"])).toMatchObject({
      status: 0,
      stdout: "cofferdam.toml.sig: written, with the serial 3.\n",
    });
    for (const key of ["cofferdam.pub", publicKey]) {
      expect(run(["verify", "--trust", key])).toMatchObject({
        status: 0,
        stdout: `cofferdam.toml: signed by ${keyId}, with the serial 3.\n`,
      });
    }
  });

  it("say no to a policy that was changed, that is older, or that nobody signed", () => {
    run(["sign", "--generate"]);
    expect(run(["verify", "--trust", "cofferdam.pub"])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("Sign the policy: `cofferdam sign`."),
    });
    run(["sign", "--serial", "3"]);
    expect(run(["verify", "--trust", "cofferdam.pub", "--min-serial", "4"]).status).toBe(1);
    appendFileSync(join(folder, "cofferdam.toml"), "# harmless\n");
    const { status, stdout } = run(["verify", "--trust", "cofferdam.pub", "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problem: "wrong", keyId: null });
  });

  it("use a passphrase of the environment", () => {
    const secret = { COFFERDAM_PASSPHRASE: "correct horse battery staple" };
    run(["sign", "--generate"], secret);
    expect(run(["sign"], secret).status).toBe(0);
    const wrong = run(["sign"], { COFFERDAM_PASSPHRASE: "wrong horse" });
    expect(wrong.status).toBe(3);
    expect(wrong.stderr).not.toContain("wrong horse");
    expect(run(["sign"]).status).toBe(3);
  });

  it("sign nothing that has problems, and with no key that others may read", () => {
    run(["sign", "--generate"]);
    chmodSync(join(folder, "cofferdam.key"), 0o644);
    expect(run(["sign"])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("chmod 600"),
    });
    chmodSync(join(folder, "cofferdam.key"), 0o600);
    writeFileSync(join(folder, "cofferdam.toml"), "[ffi]\nenabld = true\n");
    expect(run(["sign"]).status).toBe(1);
    expect(existsSync(join(folder, "cofferdam.toml.sig"))).toBe(false);
  });

  it("leave the keys that are there as they are", () => {
    run(["sign", "--generate"]);
    expect(run(["sign", "--generate"])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("EEXIST"),
    });
  });
});
