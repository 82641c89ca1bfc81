import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../src/admit.js";
import { type LibraryPolicyOptions, libraryPolicy } from "../src/policy.js";
import { digestOf, elfFile, newFolder, openDescriptors, put } from "./files.js";
import { refused } from "./refused.js";

const folder = newFolder();
const library = put(join(folder, "libs/liba.so.1"), elfFile({ needed: ["libx.so"] }));
const other = put(join(folder, "libs/libb.so"));
symlinkSync("liba.so.1", join(folder, "libs/liba.so"));

const under = (options: LibraryPolicyOptions = {}) => new Admission(libraryPolicy(options, folder));

const before = openDescriptors();
afterEach(() => expect(openDescriptors()).toBe(before));

describe("sha256", () => {
  it("admits the file that was meant, and gives its digest", () => {
    using admitted = under({ sha256: { "libs/liba.so.1": digestOf(library) } }).admit(library);
    expect(admitted.sha256).toBe(digestOf(library));
  });

  it("refuses any other, and gives both digests", () => {
    const digest = digestOf(other);
    expect(() => under({ sha256: { [library]: digest } }).admit(library)).toThrow(
      refused("sha256", library, `${digestOf(library)}, not ${digest}`),
    );
  });

  it("holds for a pinned link that leads elsewhere since, and for the file it led to", () => {
    const link = join(folder, "moved.so");
    symlinkSync(library, link);
    const admission = under({ sha256: { [join(folder, "moved.so")]: digestOf(library) } });
    execFileSync("ln", ["-sfn", other, link]);
    expect(() => admission.admit(link)).toThrow(refused("sha256", other));
    using admitted = admission.admit(library);
    expect(admitted.sha256).toBe(digestOf(library));
  });

  it("holds for all of a file's names", () => {
    const sha256 = { "libs/liba.so": digestOf(library), "libs/liba.so.1": digestOf(other) };
    expect(() => under({ sha256 }).admit(library)).toThrow(refused("sha256", library));
  });

  it("is refused for a file that others may write, who could change it after it is hashed", () => {
    const path = put(join(folder, "libs/shared.so"));
    const admission = under({ sha256: { [path]: digestOf(path) } });
    for (const mode of [0o664, 0o646, 0o602]) {
      chmodSync(path, mode);
      expect(() => admission.admit(path)).toThrow(
        refused("sha256_writable", path, mode.toString(8)),
      );
    }
    chmodSync(path, 0o755);
    using admitted = admission.admit(path);
    expect(admitted.realPath).toBe(path);
  });

  it.skipIf(process.getuid?.() !== 0)("is refused for another user's file (needs root)", () => {
    const path = put(join(folder, "libs/theirs.so"));
    chownSync(path, 12345, 0);
    expect(() => under({ sha256: { [path]: digestOf(path) } }).admit(path)).toThrow(
      refused("sha256_writable", path, "owner 12345"),
    );
  });

  it("does not hold against this user, who may change the bytes in place afterwards", () => {
    const path = put(join(folder, "libs/changing.so"));
    using admitted = under({ sha256: { [path]: digestOf(path) } }).admit(path);
    writeFileSync(path, "changed");
    expect(readFileSync(`/proc/self/fd/${admitted.fd}`, "utf8")).toBe("changed");
  });

  it("is refused for a sparse file of 10 GiB, without reading it", () => {
    const path = put(join(folder, "libs/huge.so"));
    truncateSync(path, 10 * 1024 ** 3);
    const read = () => Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
    const start = read();
    expect(() => under({ sha256: { [path]: "0".repeat(64) } }).admit(path)).toThrow(
      refused("sha256_size", path, "10737418240 bytes"),
    );
    expect(read() - start).toBeLessThan(1024 ** 2);
  });
});
