import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cofferdam, documentOf } from "../cofferdam.ts";
import { folderWith } from "../policy-files.ts";

const files = {
  "a.toml": '[ffi]\nenabled = true\ncall_timeout = 500\n[ffi.sandbox]\nallowed_libs = ["/a.so"]\n',
  "b.toml":
    '[ffi]\nenabled = true\ncall_timeout = 100\n[ffi.sandbox]\nallowed_libs = ["/a.so", "/b.so"]\n[addons.modules.bcrypt]\n',
  "narrow.toml": 'extends = "a.toml"\n[ffi.sandbox]\nallowed_libs = []\n',
};

describe("cofferdam policy diff A B", () => {
  it("ends with 0 for policies that say the same", async () => {
    const folder = folderWith({ ...files, "same.toml": files["a.toml"] });
    const args = ["policy", "diff", join(folder, "a.toml"), join(folder, "same.toml")];
    expect(await cofferdam(args)).toMatchObject({ status: 0, stdout: "No key is different.\n" });
  });

  it("says of each key that is different whether it allows more, with both lines", async () => {
    const folder = folderWith(files);
    const args = ["policy", "diff", join(folder, "a.toml"), join(folder, "b.toml")];
    const { status, stdout } = await cofferdam(args);
    expect(status).toBe(1);
    expect(stdout.replaceAll(`${folder}/`, "")).toBe(`wider      addons.modules.bcrypt
           + {} (b.toml:6)
narrower   ffi.call_timeout
           - 500 (a.toml:3)
           + 100 (b.toml:3)
wider      ffi.sandbox.allowed_libs
           - ["/a.so"] (a.toml:5)
           + ["/a.so","/b.so"] (b.toml:5)

3 keys different.
`);
  });

  it("takes a policy that extends the first one for narrower", async () => {
    const folder = folderWith(files);
    const args = ["policy", "diff", join(folder, "a.toml"), join(folder, "narrow.toml")];
    expect((await documentOf(args)).keys).toMatchObject([
      { key: "ffi.sandbox.allowed_libs", effect: "narrower" },
    ]);
  });

  it("ends with 1 for a policy that has problems, and shows them", async () => {
    const folder = folderWith({ ...files, "bad.toml": "[ffi]\nenabld = 1\n" });
    const args = ["policy", "diff", join(folder, "a.toml"), join(folder, "bad.toml")];
    const { status, stderr } = await cofferdam(args);
    expect(status).toBe(1);
    expect(stderr).toContain("did you mean `enabled`?");
  });
});
