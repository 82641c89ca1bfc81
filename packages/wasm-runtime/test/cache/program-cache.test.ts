import { statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcome } from "@cofferdam/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { wasm } from "../../src/index.ts";
import { assemble } from "../assemble.ts";
import { figuresOf, moduleOf, opened, temporaryFolder } from "./modules.ts";

afterEach(() => vi.restoreAllMocks());

/** V8 is asked each time, as always; only counted. */
const compilations = () => vi.spyOn(WebAssembly, "Module");

describe("wasm({ cache })", () => {
  it("compiles a module once, however often and under whatever name it is opened", () => {
    const compiled = compilations();
    const layer = wasm();
    const path = join(temporaryFolder(), "one.wasm");
    writeFileSync(path, moduleOf(1));
    const guests = [opened(layer, moduleOf(1)), opened(layer, path), opened(layer, moduleOf(1))];
    expect(guests.map((guest) => guest.exports.run())).toEqual([1, 1, 1]);
    expect(guests.map((guest) => guest.status().target)).toEqual([
      "wasm module",
      path,
      "wasm module",
    ]);
    expect(compiled).toHaveBeenCalledTimes(1);
    expect(figuresOf(layer)).toMatchObject({ programs: 1, hits: 2, misses: 1, folder: undefined });
  });

  it("shares no state between instances of one program", () => {
    const layer = wasm();
    const counter = assemble(`(module (global $n (mut i32) (i32.const 0))
      (func (export "run") (result i32)
        (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))`);
    const [one, other] = [opened(layer, counter), opened(layer, counter)];
    expect([one.exports.run(), one.exports.run(), other.exports.run()]).toEqual([1, 2, 1]);
  });

  it("reads a file each time: another one of the same size and time is another module", () => {
    const layer = wasm();
    const path = join(temporaryFolder(), "plugin.wasm");
    writeFileSync(path, moduleOf(1));
    const { size, atime, mtime } = statSync(path);
    expect(opened(layer, path).exports.run()).toBe(1);
    writeFileSync(path, moduleOf(2));
    utimesSync(path, atime, mtime);
    expect(statSync(path)).toMatchObject({ size, mtime });
    expect(opened(layer, path).exports.run()).toBe(2);
  });

  it("keeps no more bytes than it may; what was asked for longest ago goes first", () => {
    const compiled = compilations();
    const layer = wasm({ cache: { memory: "12KiB" } });
    const sizes = [1, 2].map((number) => moduleOf(number, 1500));
    for (const bytes of sizes) opened(layer, bytes);
    opened(layer, sizes[0] as Uint8Array);
    opened(layer, moduleOf(3, 1500)); // takes the place of the second
    expect(figuresOf(layer).programs).toBe(2);
    expect(figuresOf(layer).bytes).toBeLessThanOrEqual(12 * 1024);
    opened(layer, sizes[0] as Uint8Array);
    expect(compiled).toHaveBeenCalledTimes(3);
    opened(layer, sizes[1] as Uint8Array);
    expect(compiled).toHaveBeenCalledTimes(4);
  });

  it("does not give up what it has for a module that has no room at all", () => {
    const layer = wasm({ cache: { memory: "4KiB" } });
    opened(layer, moduleOf(1));
    opened(layer, moduleOf(2, 5000));
    expect(figuresOf(layer)).toMatchObject({ programs: 1 });
    opened(layer, moduleOf(1));
    expect(figuresOf(layer)).toMatchObject({ hits: 1 });
  });

  it.each([false, { memory: 0 }] as const)("keeps nothing with %j", (cache) => {
    const layer = wasm({ cache });
    for (let time = 0; time < 2; time++) expect(opened(layer, moduleOf(1)).exports.run()).toBe(1);
    expect(figuresOf(layer)).toMatchObject({ programs: 0, bytes: 0, hits: 0, misses: 2 });
  });

  it("holds the limits of its layer in a program of the cache, too", () => {
    const spinning = assemble('(module (func (export "run") (loop (br 0))))');
    const layer = wasm({ limits: { fuel: 1000 }, afterFault: "continue" });
    opened(layer, spinning);
    const guest = opened(layer, spinning);
    expect(outcome(() => guest.exports.run())).toMatchObject({ fault: { kind: "fuel" } });
    expect(figuresOf(layer)).toMatchObject({ hits: 1 });
  });

  it("does not remember a module that was refused", () => {
    const layer = wasm();
    const wrong = new Uint8Array([0, 0x61, 0x73, 0x6d, 9, 9, 9, 9]);
    for (let time = 0; time < 2; time++) {
      expect(() => opened(layer, wrong)).toThrow(
        expect.objectContaining({ code: "ERR_WASM_INVALID" }),
      );
    }
    expect(figuresOf(layer)).toMatchObject({ programs: 0, misses: 2 });
  });

  it.each([
    [{ memory: "lots" }, "ERR_OPTION_TYPE", "cache.memory"],
    [{ folderSize: -1 }, "ERR_OPTION_RANGE", "cache.folderSize"],
    [{ size: 1 }, "ERR_OPTION_RANGE", "size"],
    [{ folder: 7 }, "ERR_OPTION_TYPE", "`cache`"],
    ["", "ERR_OPTION_TYPE", "`cache`"],
    [true, "ERR_OPTION_TYPE", "`cache`"],
    [null, "ERR_OPTION_TYPE", "`cache`"],
  ])("refuses %j", (cache, code, name) => {
    expect(() => wasm({ cache } as object)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(name) }),
    );
  });
});
