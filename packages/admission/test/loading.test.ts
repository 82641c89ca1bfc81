import { closeSync, openSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { koffi } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { Admission } from "../src/admit.js";
import { loadPathOf } from "../src/load-path.js";
import { neededLibraries } from "../src/needed.js";
import { libraryPolicy } from "../src/policy.js";
import { compile, newFolder } from "./files.js";

const folder = newFolder();
const dependency = compile(
  join(folder, "libdependency.so.1"),
  "int dependency(void) { return 42; }",
  "-Wl,-soname,libdependency.so.1",
);
const main = compile(
  join(folder, "libmain.so"),
  "int dependency(void); int value(void) { return dependency(); }",
  dependency,
  "-Wl,-rpath,$ORIGIN",
);
const counter = compile(join(folder, "libcounter.so"), "int n; int next(void) { return ++n; }");
const other = compile(join(folder, "libother.so"), "int next(void) { return -1; }");

const admission = new Admission(libraryPolicy({}, folder));
const load = (fd: number) => koffi.load(`/proc/self/fd/${fd}`);

describe("a library that is loaded by its descriptor", () => {
  it("is one library, by however many descriptors and paths it is loaded", () => {
    using first = admission.admit(counter);
    using second = admission.admit(counter);
    const libraries = [load(first.fd), load(second.fd), koffi.load(counter)];
    expect(libraries.map((library) => library.func("int next()")())).toEqual([1, 2, 3]);
    for (const library of libraries) library.unload();
  });

  it("does not find by $ORIGIN what lies beside it, only once that is loaded", () => {
    using admitted = admission.admit(main);
    expect(() => load(admitted.fd)).toThrow("libdependency.so.1");
    const before = neededLibraries(admitted).libraries.filter(({ isPrivate }) => isPrivate);
    expect(before.map(({ realPath }) => realPath)).toEqual([dependency]);
    using needed = admission.admit(before[0]?.realPath as string);
    const libraries = [load(needed.fd), load(admitted.fd)];
    expect(libraries[1]?.func("int value()")()).toBe(42);
    for (const library of libraries) library.unload();
  });

  it("keeps its name: the next file that is open under its number is taken for it", () => {
    const fd = openSync(counter, "r");
    const library = load(fd);
    closeSync(fd);
    using admitted = admission.admit(other);
    expect(admitted.fd).toBe(fd);
    const taken = load(admitted.fd);
    expect(taken.func("int next()")()).toBe(1);
    library.unload();
    taken.unload();
    const fresh = load(admitted.fd);
    expect(fresh.func("int next()")()).toBe(-1);
    fresh.unload();
  });

  it("is not taken for another by its `loadPath`, even if the other stays loaded for ever", () => {
    const stays = compile(
      join(folder, "libstays.so"),
      "int next(void) { return 7; }",
      "-Wl,-z,nodelete",
    );
    const load = (path: string) => {
      using admitted = admission.admit(path);
      const library = koffi.load(admitted.loadPath);
      const value = library.func("int next()")();
      library.unload();
      return [admitted.fd, value];
    };
    const [fd] = load(stays);
    expect(load(other)).toEqual([fd, -1]);
    expect(load(stays)).toEqual([fd, 7]);
  });
});

describe("loadPathOf(fd, time)", () => {
  it("leads to the file, and is another at another time or of another descriptor", () => {
    using admitted = admission.admit(counter);
    const path = loadPathOf(admitted.fd);
    expect(readlinkSync(path)).toBe(counter);
    const paths = [0n, 1n, 2n, 3n, 4n, 2n ** 60n].flatMap((time) => [
      loadPathOf(3, time),
      loadPathOf(4, time),
    ]);
    expect(new Set(paths).size).toBe(paths.length);
  });
});
