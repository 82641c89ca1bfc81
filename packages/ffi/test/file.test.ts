import { closeSync, openSync, readFileSync, realpathSync, renameSync } from "node:fs";
import {
  type Frame,
  type IsolationError,
  type IsolationLayer,
  isolate,
  type Next,
  type Opening,
} from "@cofferdam/core";
import { koffi, type Library, type LibraryOptions, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { compile, moody } from "./libraries.js";

/** A layer that opens the file, and has what it opened loaded. */
class Opener implements IsolationLayer {
  readonly name = "opener";
  readonly #needed: readonly string[];
  /** What happens between the opening and the loading. */
  readonly #meanwhile: () => void;
  readonly #opened: number[] = [];

  constructor(needed: readonly string[] = [], meanwhile = () => {}) {
    this.#needed = needed;
    this.#meanwhile = meanwhile;
  }

  open<Handle>({ target }: Opening<Handle>, next: Next<Handle>): Handle | Promise<Handle> {
    const paths = [...this.#needed, target.file?.path as string].map((path) => {
      const fd = openSync(path, "r");
      this.#opened.push(fd);
      return `/proc/self/fd/${fd}`;
    });
    this.#meanwhile();
    return next(target.file?.at(paths.pop() as string, paths));
  }

  [Symbol.dispose](): void {
    for (const fd of this.#opened) closeSync(fd);
  }
}

interface Given {
  path: string;
  options?: LibraryOptions;
  opener: Opener;
}

function open({ path, options = {}, opener }: Given): Library {
  const layers = [opener, signals({ afterFault: "continue" }), stack()];
  return isolate(layers).openSync(library(path, options));
}

const next = (lib: Library): number => lib.func("int counter_next()")();
const coded = (code: string, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });
const isMapped = (path: string) =>
  readFileSync("/proc/self/maps", "utf8").includes(realpathSync(path));

describe("library(path).file", () => {
  it("is the path as it was given", () => {
    expect(library("./libx.so").file?.path).toBe("./libx.so");
    expect(library("libz.so.1").file?.path).toBe("libz.so.1");
  });

  it("is the path of the last `at`, of a target that is otherwise the same", () => {
    const target = library("./libx.so", { lazy: true });
    const { load, file, ...rest } = target.file?.at("/proc/self/fd/9", []) ?? target;
    expect(target).toMatchObject(rest);
    expect(file?.path).toBe("/proc/self/fd/9");
    expect(file?.at("/other", [])).toMatchObject({ ...rest, file: { path: "/other" } });
  });

  it.each([
    ["", []],
    ["a\0b", []],
    ["/a", [""]],
    ["/a", [7]],
  ])("at(%j, %j) is refused", (path, needed) => {
    expect(() => library("x").file?.at(path, needed as string[])).toThrow(
      coded("ERR_OPTION_TYPE", "Expected a path"),
    );
  });
});

describe.each([
  ["the host's heap", {}],
  ["a private heap", { privateHeap: true }],
])("a library with %s that a layer has loaded from what it opened", (_what, options) => {
  const dependency = compile("int n; int dependency(void) { return ++n; }", [
    "-Wl,-soname,libdependency.so.7",
  ]);
  const main = compile(
    `int dependency(void); int value(void) { return 40 + dependency(); }
     int crash(void) { return *(volatile int *)0; }`,
    ["-Wl,--no-as-needed", dependency, "-Wl,-rpath,$ORIGIN"],
  );

  it("is the file that the layer opened, though another took its path", () => {
    const path = moody();
    using opener = new Opener([], () => {
      moody(["-DVERSION=2"], path);
    });
    using lib = open({ path, options, opener });
    expect(lib.func("int read_version()")()).toBe(1);
  });

  it("is called what the user called it: in status, in errors, as a target", () => {
    using opener = new Opener();
    const path = moody();
    const lib = open({ path, options, opener });
    expect(lib.path).toBe(path);
    expect(lib.status()).toMatchObject({ path, target: path });
    expect(() => lib.func("int none()")).toThrow(coded("ERR_SYMBOL_NOT_FOUND", path));
    lib.dispose();
    expect(() => lib.symbol("add")).toThrow(coded("ERR_TARGET_DISPOSED", path));
  });

  it("finds what it needs, which is loaded before it and stays as long as it does", () => {
    using opener = new Opener([dependency]);
    const lib = open({ path: main, options, opener });
    const value = lib.func("int value()");
    expect([value(), value()]).toEqual([41, 42]);
    lib.reopen();
    expect([value(), lib.status().fresh]).toEqual([41, true]);
    expect([main, dependency].map(isMapped)).toEqual([true, true]);
    lib.dispose();
    expect([main, dependency].map(isMapped)).toEqual([false, false]);
  });

  it("is not loaded, nor what it needs kept, where one of these cannot be loaded", () => {
    using opener = new Opener([dependency, "/dev/null"]);
    expect(() => open({ path: main, options, opener })).toThrow(coded("ERR_DLOPEN_FAILED", main));
    expect([main, dependency].map(isMapped)).toEqual([false, false]);
  });

  it("has frames that name the file", () => {
    using opener = new Opener([dependency]);
    using lib = open({ path: main, options, opener });
    const { frames } = faultOf(() => lib.func("int crash()")());
    expect(frames[0]).toMatchObject({ symbol: "crash", module: main });
    expect(Object.isFrozen(frames)).toBe(true);
  });

  it("is the same file when it is reopened, with a state of its own that is new", () => {
    const path = moody();
    using opener = new Opener();
    using lib = open({ path, options, opener });
    expect([next(lib), next(lib)]).toEqual([1, 2]);
    moody(["-DVERSION=2"], path);
    lib.reopen();
    expect([next(lib), lib.func("int read_version()")(), lib.status().fresh]).toEqual([1, 1, true]);
  });
});

describe("a library that is loaded under two names", () => {
  it("is not fresh after `reopen()`, since the other one holds it", () => {
    const path = moody();
    using opener = new Opener();
    using lib = open({ path, opener });
    const other = koffi.load(path);
    expect([next(lib), other.func("int counter_next()")()]).toEqual([1, 2]);
    lib.reopen();
    expect([lib.status().fresh, next(lib)]).toEqual([false, 3]);
    other.unload();
    lib.reopen();
    expect([lib.status().fresh, next(lib)]).toEqual([true, 1]);
  });
});

describe("a file whose path is gone", () => {
  it("is still named by its frames, as Linux does", () => {
    const path = moody();
    using opener = new Opener();
    using lib = open({ path, opener });
    moody([], path);
    const { frames } = faultOf(() => lib.func("int crash()")());
    expect(frames[0]?.module).toBe(`${path} (deleted)`);
  });

  it("cannot be opened by the layer, whose error it is then", () => {
    const path = moody();
    renameSync(path, `${path}.away`);
    using opener = new Opener();
    expect(() => open({ path, opener })).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
});

function faultOf(call: () => unknown): { frames: readonly Frame[] } {
  try {
    call();
  } catch (error) {
    return (error as IsolationError).fault as unknown as { frames: readonly Frame[] };
  }
  throw new Error("no fault");
}
