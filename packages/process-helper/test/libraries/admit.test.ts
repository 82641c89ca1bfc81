import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../../src/libraries/admit.js";
import { type LibraryPolicyOptions, libraryPolicy } from "../../src/libraries/policy.js";
import { elfFile, newFolder, openDescriptors, put } from "./files.js";

const folder = newFolder();
const library = put(join(folder, "libs/liba.so.1"), elfFile({ needed: ["libx.so"] }));
const other = put(join(folder, "libs/libb.so"));
symlinkSync("liba.so.1", join(folder, "libs/liba.so"));
symlinkSync("libs", join(folder, "alias"));

const digestOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const under = (options: LibraryPolicyOptions = {}) => new Admission(libraryPolicy(options, folder));
const refused = (rule: string, resource: string, message: string | RegExp = "") =>
  expect.objectContaining({
    code: "ERR_DLOPEN_FAILED",
    name: "SetupError",
    rule,
    resource,
    message: expect.stringMatching(message),
  });

const before = openDescriptors();
afterEach(() => expect(openDescriptors()).toBe(before));

describe("Admission.admit(name)", () => {
  it("gives the open file, its real path and what it needs", () => {
    using admitted = under().admit(join(folder, "alias/liba.so"));
    expect(admitted).toMatchObject({
      path: join(folder, "alias/liba.so"),
      realPath: library,
      needed: ["libx.so"],
      links: [{ path: join(folder, "alias") }, { path: join(folder, "libs/liba.so") }],
    });
    expect(admitted).not.toHaveProperty("sha256");
    expect(readFileSync(`/proc/self/fd/${admitted.fd}`)).toEqual(readFileSync(library));
  });

  it("takes a path from the working directory", () => {
    using admitted = under().admit(`./${relative(process.cwd(), library)}`);
    expect(admitted.realPath).toBe(library);
  });

  it("keeps nothing open once it is disposed, however often", () => {
    const admitted = under().admit(library);
    admitted[Symbol.dispose]();
    admitted[Symbol.dispose]();
    expect(openDescriptors()).toBe(before);
  });

  it("opens a descriptor that no other program gets", () => {
    using admitted = under().admit(library);
    const flags = readFileSync(`/proc/self/fdinfo/${admitted.fd}`, "utf8").match(/flags:\s+(\d+)/);
    expect(Number.parseInt(flags?.[1] ?? "", 8) & 0o2000000).toBe(0o2000000); // O_CLOEXEC
  });

  it("takes a path of /proc for the file that it leads to, and not for itself", () => {
    using first = under().admit(library);
    const path = `/proc/self/fd/${first.fd}`;
    using second = under({ allowedLibs: ["./libs/*"] }).admit(path);
    expect(second.realPath).toBe(library);
    expect(() => under({ allowedLibs: ["/proc/**"] }).admit(path)).toThrow(
      refused("allowed_libs", library),
    );
  });

  it.each(["", "a\0b", 7, undefined])("refuses %j for a name", (name) => {
    expect(() => under().admit(name as string)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_TYPE" }),
    );
  });

  it.each([
    ["is not there", "./none.so", "open", /ENOENT/],
    ["has a slash behind it", `${library}/`, "open", /ENOTDIR/],
    ["no folder has under that name", "libnone.so.99", "open", /ENOENT/],
  ])("refuses what %s", (_what, name, rule, message) => {
    expect(() => under().admit(name)).toThrow(refused(rule, name, message));
  });

  it("waits for nothing: a folder, a FIFO and devices are refused at once", () => {
    const fifo = join(folder, "fifo.so");
    execFileSync("mkfifo", [fifo]);
    for (const path of [folder, fifo, "/dev/zero", "/dev/null", "/dev/tty", "/dev/ptmx"]) {
      expect(() => under().admit(path)).toThrow(/regular file|cannot be opened/);
    }
    expect(() => under().admit(fifo)).toThrow(refused("regular_file", fifo));
  });

  it("refuses what is no library, or another machine's", () => {
    const script = put(join(folder, "libs/script.so"), "#!/bin/sh\n");
    expect(() => under().admit(script)).toThrow(refused("elf", script, /no library.*ELF header/));
    const foreign = put(join(folder, "libs/foreign.so"), elfFile({ machine: 8 }));
    expect(() => under().admit(foreign)).toThrow(refused("elf", foreign, /machine 8/));
  });
});

describe("allowedLibs", () => {
  const admits = (patterns: readonly string[], name: string) => {
    const admission = under({ allowedLibs: patterns });
    using admitted = admission.admit(name);
    return admitted.realPath;
  };

  it("matches the real path, whatever links lead there", () => {
    expect(admits(["./libs/*.so.1"], join(folder, "alias/liba.so"))).toBe(library);
  });

  it("does not match the path of a link, and says what would", () => {
    const link = join(folder, "alias/liba.so");
    expect(() => admits(["./alias/*"], link)).toThrow(
      refused("allowed_libs", library, `${library}.*\\./alias/\\*`),
    );
    expect(() => admits(["./libs/*.so"], link)).toThrow(refused("allowed_libs", library));
  });

  it("is not left by `..`, `//`, `.` or a link out of the folder", () => {
    const outside = put(join(folder, "outside.so"));
    symlinkSync(outside, join(folder, "libs/inside.so"));
    for (const path of ["libs/../outside.so", "libs//.././outside.so", "libs/inside.so"]) {
      expect(() => admits(["./libs/**"], `${folder}/${path}`)).toThrow(
        refused("allowed_libs", outside),
      );
    }
  });

  it("takes a hidden file for a file", () => {
    const hidden = put(join(folder, "libs/.hidden/.so"));
    expect(admits(["./libs/**"], hidden)).toBe(hidden);
    expect(admits(["./libs/*/*"], hidden)).toBe(hidden);
  });

  it("does not take one spelling of a letter for another", () => {
    const decomposed = put(join(folder, "libs/cafe\u0301.so"));
    expect(() => admits(["./libs/caf\u00e9.so"], decomposed)).toThrow(
      refused("allowed_libs", decomposed),
    );
    expect(admits(["./libs/cafe\u0301.so"], decomposed)).toBe(decomposed);
  });

  it("allows nothing where it is empty", () => {
    expect(() => admits([], library)).toThrow(refused("allowed_libs", library, "nothing"));
  });
});

describe("blockSystemLibs", () => {
  it("judges a file by its own path: a copy elsewhere is not blocked", () => {
    using libc = under().admit("libc.so.6");
    const copy = put(join(folder, "libs/copy.so"), readFileSync(libc.realPath));
    using admitted = under({ blockSystemLibs: true }).admit(copy);
    expect(admitted.realPath).toBe(copy);
  });

  it("refuses a system library by name, by path and by a link, even if it is allowed", () => {
    const admission = under({ blockSystemLibs: true, allowedLibs: ["/**"] });
    using libc = under().admit("libc.so.6");
    symlinkSync(libc.realPath, join(folder, "libs/mine.so"));
    for (const name of ["libc.so.6", libc.realPath, join(folder, "libs/mine.so")]) {
      expect(() => admission.admit(name)).toThrow(
        refused("block_system_libs", libc.realPath, "lies in /"),
      );
    }
  });

  it("admits what lies elsewhere", () => {
    using admitted = under({ blockSystemLibs: true }).admit(library);
    expect(admitted.realPath).toBe(library);
  });
});

describe("maxLoadedLibs", () => {
  it("counts files, not paths, names or hard links", () => {
    const admission = under({ maxLoadedLibs: 1 });
    const hard = join(folder, "libs/hard.so");
    linkSync(library, hard);
    using _first = admission.admit(library);
    using _again = admission.admit(join(folder, "alias/liba.so"));
    using _hard = admission.admit(hard);
    expect(admission.loaded).toBe(1);
    expect(() => admission.admit(other)).toThrow(refused("max_loaded_libs", other, "\\(1\\)"));
  });

  it("has room again once every descriptor of a file is disposed", () => {
    const admission = under({ maxLoadedLibs: 1 });
    const first = admission.admit(library);
    const second = admission.admit(library);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    expect(() => admission.admit(other)).toThrow(refused("max_loaded_libs", other));
    second[Symbol.dispose]();
    using _admitted = admission.admit(other);
    expect(admission.loaded).toBe(1);
  });

  it("does not count what is refused", () => {
    const admission = under({ maxLoadedLibs: 1, sha256: { [other]: "0".repeat(64) } });
    expect(() => admission.admit(other)).toThrow(refused("sha256", other));
    expect(admission.loaded).toBe(0);
  });
});

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

describe("a refusal", () => {
  it("names the library, its real path, the rule, and one way out", () => {
    const link = join(folder, "alias/liba.so");
    const patterns = ["a", "b", "c", "d", "e"];
    expect(() => under({ allowedLibs: patterns }).admit(link)).toThrow(
      `Cannot load the library "${link}", which is "${library}": \`allowed_libs\` (a, b, c, and 2 more) ` +
        "does not match that path. Add it, as it is written here.",
    );
  });

  it("closes what was opened", () => {
    for (let n = 0; n < 50; n++) {
      expect(() => under({ allowedLibs: [] }).admit(library)).toThrow("allowed_libs");
      expect(() => under().admit(folder)).toThrow("regular file");
      expect(() => under({ sha256: { [other]: "0".repeat(64) } }).admit(other)).toThrow("SHA-256");
    }
    expect(openDescriptors()).toBe(before);
  });
});
