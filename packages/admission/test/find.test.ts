import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLibrary, systemPlaces } from "../src/find.js";
import { cacheFile, elfFile, newFolder, put } from "./files.js";

const folder = newFolder();
const library = put(join(folder, "real/liba.so.1.2"));
symlinkSync("liba.so.1.2", join(folder, "real/liba.so"));
symlinkSync("real", join(folder, "linked"));
symlinkSync("loop", join(folder, "loop"));
symlinkSync(join(folder, "real/liba.so"), join(folder, "absolute.so"));
put(join(folder, "liba.so"));

const find = (name: string, places = systemPlaces()) => findLibrary(name, folder, places);
const code = (expected: string) => expect.objectContaining({ code: expected });

describe("findLibrary(path, folder)", () => {
  it("takes a path with a slash from the folder", () => {
    const path = join(folder, "real/liba.so.1.2");
    expect(find("real/liba.so.1.2")).toEqual({ path, realPath: library, links: [] });
  });

  it("takes an absolute path as it is", () => {
    expect(find(library).realPath).toBe(library);
  });

  it("follows links, and says which", () => {
    expect(find("linked/liba.so")).toEqual({
      path: join(folder, "linked/liba.so"),
      realPath: library,
      links: [
        { path: join(folder, "linked"), to: "real" },
        { path: join(folder, "real/liba.so"), to: "liba.so.1.2" },
      ],
    });
    expect(find("./absolute.so").realPath).toBe(library);
  });

  it("leaves by `..` the folder that a link led into, as the kernel does", () => {
    put(join(folder, "far/away/deep/x"), "");
    put(join(folder, "far/away/libz.so"));
    symlinkSync("far/away/deep", join(folder, "near"));
    expect(find("near/../libz.so").realPath).toBe(join(folder, "far/away/libz.so"));
  });

  it("takes `//` and `/./` for one slash, and `..` above the root for the root", () => {
    expect(find(`/../..//${folder}///real/././liba.so.1.2`).realPath).toBe(library);
  });

  it("does not follow a link to a name that is no UTF-8", () => {
    const target = Buffer.concat([Buffer.from(`${folder}/real/`), Buffer.from([0xff])]);
    writeFileSync(target, elfFile());
    symlinkSync(target, join(folder, "bytes.so"));
    expect(() => find("./bytes.so")).toThrow(code("ENOENT"));
  });

  it.each([
    ["a file that is not there", "./none.so", "ENOENT"],
    ["a slash behind a file", "real/liba.so.1.2/", "ENOTDIR"],
    ["a slash behind a link to a file", "./absolute.so/", "ENOTDIR"],
    ["a dot behind a file", "real/liba.so.1.2/.", "ENOTDIR"],
    ["a way back out of a file", "real/liba.so.1.2/../liba.so", "ENOTDIR"],
    ["a link that leads to itself", "./loop", "ELOOP"],
    ["a name in another case", "real/LIBA.so", "ENOENT"],
    ["a component that is too long", `./${"a".repeat(300)}`, "ENAMETOOLONG"],
  ])("refuses %s", (_what, path, expected) => {
    expect(() => find(path)).toThrow(code(expected));
  });
});

describe("findLibrary(name, folder, places)", () => {
  const cached = put(join(folder, "cached/libc1.so"));
  const cache = put(
    join(folder, "ld.so.cache"),
    cacheFile([
      { name: "libc1.so", path: cached },
      { name: "libgone.so", path: join(folder, "cached/libgone.so") },
    ]),
  );
  const system = join(folder, "system");
  const behind = put(join(system, "libc1.so"));
  const gone = put(join(system, "libgone.so"));
  const places = (file = cache) => systemPlaces(file, [join(folder, "nowhere"), system]);

  it("looks into the loader's cache first", () => {
    expect(find("libc1.so", places()).realPath).toBe(cached);
  });

  it("looks into the folders where the cache is wrong or cannot be read", () => {
    expect(find("libgone.so", places()).realPath).toBe(gone);
    const broken = put(join(folder, "broken.cache"), "ld.so-1.7.0 and no more");
    expect(find("libc1.so", places(broken)).realPath).toBe(behind);
    expect(find("libc1.so", places(system)).realPath).toBe(behind);
    expect(find("libc1.so", places("/dev/zero")).realPath).toBe(behind);
  });

  it("does not look into the working directory", () => {
    expect(() => find("liba.so", places())).toThrow(code("ENOENT"));
  });

  it("finds the C library of this machine, and where its link leads", () => {
    const mapped = readFileSync("/proc/self/maps", "utf8").match(/\S+\/libc[.-]\S+/)?.[0];
    expect(find("libc.so.6").realPath).toBe(mapped);
  });
});
