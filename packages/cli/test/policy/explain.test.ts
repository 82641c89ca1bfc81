import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { cofferdam, documentOf } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";

const base = `[ffi]
enabled = true
call_timeout = "1s"

[ffi.libraries."./libs/libparser.so"]
symbols = ["parse_*"]
`;

let file: string;
beforeAll(() => {
  const narrow = 'extends = "base.toml"\n[ffi]\ncall_timeout = 500\n';
  file = join(folderWith({ "base.toml": base, "cofferdam.toml": narrow }), "cofferdam.toml");
});

describe("cofferdam policy explain KEY", () => {
  it("says what a key is, what each document says of it, and what enforces it", async () => {
    const args = ["policy", "explain", "ffi.call_timeout", "--policy", file];
    const { status, stdout } = await cofferdam(args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ffi\.call_timeout\n {2}Time of one call\. 0: no limit\.\n/);
    expect(stdout).toMatch(/^ {2}default +3000$/m);
    expect(stdout).toMatch(/^ {2}here +500 \(.*cofferdam\.toml:3\)$/m);
    expect(stdout).toMatch(/^ {2}here +1000 \(.*base\.toml:3\)$/m);
    expect(stdout).toMatch(/^ {2}by +processHelper \(kernel\): the helper is killed/m);
  });

  it("has the same in its document", async () => {
    const { keys } = await documentOf(["policy", "explain", "ffi.call_timeout", "--policy", file]);
    expect(keys).toMatchObject([
      {
        key: "ffi.call_timeout",
        unit: "ms",
        default: 3000,
        said: [
          { value: 500, file, line: 3 },
          { value: 1000, line: 3 },
        ],
        enforced: [{ by: { layer: "processHelper", strength: "kernel" } }, {}],
      },
    ]);
  });

  it("says the default where there is no policy", async () => {
    const { policy, keys } = await documentOf(["policy", "explain", "ffi.sandbox.max_loaded_libs"]);
    expect(policy).toBeNull();
    expect(keys).toMatchObject([{ said: [{ value: 10, file: null, line: null }], enforced: [] }]);
  });

  it("lists the keys of a table, with the names that the policy has in it", async () => {
    const { stdout } = await cofferdam(["policy", "explain", "ffi.libraries", "--policy", file]);
    expect(stdout).toMatch(/^ffi\.libraries\."\.\/libs\/libparser\.so"\.symbols +\["parse_\*"\]/m);
    expect(stdout).not.toContain("ffi.call_timeout");
  });

  it("knows a key with a name that nobody has chosen", async () => {
    for (const key of ["modules.left-pad.memory", "modules.*.memory"]) {
      const { keys } = await documentOf(["policy", "explain", key]);
      expect(keys).toMatchObject([{ key, doc: "Memory that the helper may fill." }]);
    }
  });

  it("lists all keys", async () => {
    const { stdout } = await cofferdam(["policy", "explain"]);
    expect(stdout).toMatch(/^ffi\.enabled +false \(default\)$/m);
    expect(stdout).toMatch(/^wasm\.modules\.\*\.imports +/m);
  });

  it("offers the nearest key for one that there is not", async () => {
    const { status, stderr } = await cofferdam(["policy", "explain", "ffi.cal_timeout"]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'cofferdam: Expected a key of a policy for `key`, got "ffi.cal_timeout". Did you mean ffi.call_timeout?\n',
    );
  });
});
