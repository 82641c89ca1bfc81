import { type IsolationLayer, isolate, type Use } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";
import { moody } from "./libraries.js";

interface Watched {
  readonly lib: Library;
  readonly heard: Use[];
  /** What is refused from now on. */
  refuse(action: Use["action"]): void;
}

function watched(): Watched {
  const heard: Use[] = [];
  const refused = new Set<string>();
  const layer: IsolationLayer = {
    name: "watching",
    use(use) {
      heard.push(use);
      if (refused.has(use.action)) throw new Error(`${use.action} is refused`);
    },
  };
  const lib = isolate([layer, signals(), stack()]).openSync(library(moody()));
  return { lib, heard, refuse: (action) => refused.add(action) };
}

const actions = (heard: readonly Use[]) =>
  heard.map(({ action, resource, bytes }) => [action, resource, bytes]);

describe("layer.use(use), of a C library", () => {
  it("hears of symbols that are looked up, and of no function that is linked or called", () => {
    const { lib, heard } = watched();
    lib.func("int add(int a, int b)")(1, 2);
    expect(heard).toEqual([]);
    lib.symbol("add");
    const opened = expect.objectContaining({ name: lib.path });
    const what = { kind: "library", action: "sym", resource: "add" };
    expect(heard).toEqual([{ target: lib.path, opened, ...what }]);
    expect(() => lib.symbol("none")).toThrow("exports no symbol");
    expect(heard.at(-1)?.resource).toBe("none");
    lib.dispose();
  });

  it("hears of a variable once, however often it is read and written", () => {
    const { lib, heard } = watched();
    const version = lib.variable("version", "int");
    version.set(version.get() as number);
    expect([version.get(), version.address]).toEqual([1, expect.any(BigInt)]);
    expect(actions(heard)).toEqual([["sym", "version", undefined]]);
    lib.dispose();
  });

  it("hears of memory, in bytes, when it is some that can be allocated or freed", () => {
    const { lib, heard } = watched();
    const memory = lib.alloc("1KiB");
    lib.free(memory);
    expect(() => lib.alloc(0)).toThrow("Expected");
    expect(() => lib.free(memory)).toThrow("freed before");
    expect(() => lib.free(Buffer.alloc(8))).toThrow("returned");
    expect(actions(heard)).toEqual([
      ["alloc", "", 1024],
      ["free", "", 1024],
    ]);
    lib.dispose();
  });

  it("refuses a symbol, a variable, memory, and reopening: nothing is done then", () => {
    const { lib, refuse } = watched();
    const memory = lib.alloc(8);
    for (const action of ["sym", "alloc", "free", "reopen", "dispose"] as const) refuse(action);
    expect(() => lib.symbol("add")).toThrow("sym is refused");
    expect(() => lib.variable("version", "int")).toThrow("sym is refused");
    expect(() => lib.alloc(8)).toThrow("alloc is refused");
    expect(() => lib.free(memory)).toThrow("free is refused");
    expect(() => lib.reopen()).toThrow("reopen is refused");
    expect(lib.status()).toMatchObject({ liveAllocs: 1, reopened: 0, fresh: null, state: "open" });
    expect(lib.func("int add(int a, int b)")(1, 2)).toBe(3);
    process.once("warning", () => {}); // of what is thrown for "dispose"
    lib.dispose();
    expect(lib.status().state).toBe("disposed");
  });

  it("hears of reopening and of disposal, once", () => {
    const { lib, heard } = watched();
    lib.alloc(8);
    lib.reopen();
    lib.dispose();
    lib.dispose();
    expect(actions(heard).slice(1)).toEqual([
      ["reopen", "", undefined],
      ["dispose", "", undefined],
    ]);
  });

  it("is not asked of what a quarantined library cannot do", () => {
    const { lib, heard } = watched();
    expect(() => lib.func("int crash()")()).toThrow();
    expect(() => lib.symbol("add")).toThrow("quarantined");
    expect(() => lib.alloc(8)).toThrow("quarantined");
    expect(heard).toEqual([]);
    lib.dispose();
  });
});
