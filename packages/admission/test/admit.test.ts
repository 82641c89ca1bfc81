import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../src/admit.js";
import { type LibraryPolicyOptions, libraryPolicy } from "../src/policy.js";
import { elfFile, newFolder, openDescriptors, put } from "./files.js";
import { refused } from "./refused.js";

const folder = newFolder();
const library = put(join(folder, "libs/liba.so.1"), elfFile({ needed: ["libx.so"] }));
const other = put(join(folder, "libs/libb.so"));
symlinkSync("liba.so.1", join(folder, "libs/liba.so"));
symlinkSync("libs", join(folder, "alias"));

const under = (options: LibraryPolicyOptions = {}) => new Admission(libraryPolicy(options, folder));

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

describe("narrowedBy", () => {
  const all = ["./libs/**"];
  const admits = (options: LibraryPolicyOptions, name = library) => {
    using admitted = under(options).admit(name);
    return admitted.realPath;
  };

  it("admits what each list has a pattern for", () => {
    const narrowedBy = [["./other/*", "./libs/lib?.so.1"], ["**/*.so.*"]];
    expect(admits({ allowedLibs: all, narrowedBy })).toBe(library);
    expect(admits({ allowedLibs: all, narrowedBy: [] })).toBe(library);
  });

  it("refuses what one list has no pattern for, whichever that is, and names that one", () => {
    for (const narrowedBy of [
      [["./other/*"], all],
      [all, ["./other/*"]],
    ]) {
      expect(() => admits({ allowedLibs: all, narrowedBy })).toThrow(
        refused("allowed_libs", library, "\\(\\./other/\\*\\)"),
      );
    }
    expect(() => admits({ allowedLibs: ["./other/*"], narrowedBy: [all] })).toThrow(
      refused("allowed_libs", library, "\\(\\./other/\\*\\)"),
    );
  });

  it("allows nothing where a list is empty", () => {
    expect(() => admits({ allowedLibs: all, narrowedBy: [all, []] })).toThrow(
      refused("allowed_libs", library, "nothing"),
    );
  });

  it("narrows all libraries where `allowedLibs` is omitted", () => {
    expect(admits({ narrowedBy: [["./libs/liba*"]] })).toBe(library);
    expect(() => admits({ narrowedBy: [["./libs/liba*"]] }, other)).toThrow(
      refused("allowed_libs", other),
    );
  });

  it("never widens: what a further list adds is less, or the same", () => {
    const pattern = fc.constantFrom("./libs/*", "./libs/liba*", "**/*.so", "**/*.1", "/**", "./x");
    const list = fc.array(pattern, { maxLength: 3 });
    const isAdmitted = (options: LibraryPolicyOptions, name: string) => {
      try {
        return admits(options, name) === name;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(list, fc.array(list, { maxLength: 3 }), list, (allowedLibs, lists, further) => {
        for (const name of [library, other]) {
          if (!isAdmitted({ allowedLibs, narrowedBy: [...lists, further] }, name)) continue;
          expect(isAdmitted({ allowedLibs, narrowedBy: lists }, name)).toBe(true);
        }
      }),
    );
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

  it("refuses what lies below a folder, not what lies in its namesake", () => {
    const below = put(join(folder, "blocked/deep/liba.so"));
    const beside = put(join(folder, "blocked2/liba.so"));
    const configuration = put(join(folder, "ld.so.conf"), join(folder, "blocked"));
    const policy = libraryPolicy({ blockSystemLibs: true }, folder, configuration);
    const admission = new Admission(policy);
    expect(() => admission.admit(below)).toThrow(refused("block_system_libs", below));
    using admitted = admission.admit(beside);
    expect(admitted.realPath).toBe(beside);
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
