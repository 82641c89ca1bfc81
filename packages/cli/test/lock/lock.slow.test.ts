import { copyFileSync, existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { Admission, libraryPolicy } from "@cofferdam/admission";
import { beforeEach, describe, expect, it } from "vitest";
import { cofferdam } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";

let folder: string;
let file: string;

/** Where the loader finds a library of the system. */
function systemLibrary(name: string): string {
  using library = new Admission(libraryPolicy({}, "/")).admit(name);
  return realpathSync(library.realPath);
}

beforeEach(() => {
  folder = folderWith({
    "cofferdam.toml":
      '[ffi]\nenabled = true\n[ffi.sandbox]\nallowed_libs = ["./libs/*.so", "./none/*.so"]\n',
  });
  file = join(folder, "cofferdam.toml");
  mkdirSync(join(folder, "libs"));
  copyFileSync(systemLibrary("libutil.so.1"), join(folder, "libs/a.so"));
});

const lock = (...more: string[]) => cofferdam(["lock", file, ...more]);

describe("cofferdam lock FILE", () => {
  it("locks what the policy lets be loaded, and names patterns that nothing matches", async () => {
    const { status, stdout } = await lock();
    expect({ status, stdout: stdout.replace(`${folder}/`, "") }).toEqual({
      status: 0,
      stdout:
        "+ libs/a.so\n\nno library matches ./none/*.so\ncofferdam.lock: written, 1 file, 1 changed.\n",
    });
    expect((await lock("--check")).status).toBe(0);
  });

  it("ends with 1 for a library that is another one, says what is different, and writes nothing", async () => {
    await lock();
    copyFileSync(systemLibrary("libdl.so.2"), join(folder, "libs/a.so"));
    for (const time of ["first", "second"]) {
      const { status, stdout } = await lock("--check");
      expect(status, time).toBe(1);
      expect(stdout).toMatch(/^libs\/a\.so\n {2}~ sha256 [0-9a-f]{64} → [0-9a-f]{64}$/m);
      expect(stdout).toMatch(/^ {2}~ soname libutil\.so\.1 → libdl\.so\.2$/m);
    }
    const { status, stdout } = await lock("--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: true,
      files: 1,
      changes: [{ path: "libs/a.so", change: "changed" }],
      unmatched: ["./none/*.so"],
    });
    expect((await lock("--check")).status).toBe(0);
  });

  it("leaves out what a document that narrows the policy does not allow", async () => {
    const narrow = folderWith({
      "cofferdam.toml": `extends = ${JSON.stringify(file)}\n[ffi.sandbox]\nallowed_libs = []\n`,
    });
    const { stdout } = await cofferdam(["lock", join(narrow, "cofferdam.toml"), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ files: 0 });
  });

  it("ends with 3 where there is no lock to check", async () => {
    const { status, stderr } = await lock("--check");
    expect(status).toBe(3);
    expect(stderr).toContain("Run `cofferdam lock` to make it.");
    expect(existsSync(join(folder, "cofferdam.lock"))).toBe(false);
  });
});
