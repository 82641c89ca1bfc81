import { readdirSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { hostFiles, type WasmInstance, wasm, wasmModule } from "../../src/index.ts";
import { assemble } from "../assemble.ts";
import { moduleOf, opened, temporaryFolder } from "../cache/modules.ts";

const limit = expect.objectContaining({
  code: "ERR_WASM_LIMIT",
  message: expect.stringContaining("limits.instances"),
});

describe("wasm({ limits: { instances } })", () => {
  it("refuses one more than may be open, of all modules together, until one is disposed", () => {
    const layer = wasm({ limits: { instances: 2 } });
    const one = opened(layer, moduleOf(1));
    const other = opened(layer, moduleOf(2));
    expect(() => opened(layer, moduleOf(1))).toThrow(limit);
    expect([one.exports.run(), other.exports.run()]).toEqual([1, 2]);
    one.dispose();
    one.dispose(); // is once
    expect(opened(layer, moduleOf(3)).exports.run()).toBe(3);
    expect(() => opened(layer, moduleOf(1))).toThrow(limit);
    expect(layer.status?.().instances).toBe(2);
  });

  it("does not count what could not be opened", () => {
    const layer = wasm({ limits: { instances: 1 } });
    const failing = [
      assemble('(module (import "env" "f" (func)))'),
      assemble("(module (func $f unreachable) (start $f))"),
      new Uint8Array(4),
    ];
    for (const bytes of failing) expect(() => opened(layer, bytes)).toThrow();
    expect(opened(layer, moduleOf(1)).exports.run()).toBe(1);
  });

  it("does not count what nobody has any more", async () => {
    const layer = wasm({ limits: { instances: 3 } });
    for (let count = 0; count < 3; count++) opened(layer, moduleOf(1));
    for (let time = 0; time < 50 && layer.status?.().instances !== 0; time++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(layer.status?.().instances).toBe(0);
    opened(layer, moduleOf(1));
  });

  it("counts one whose functions are all that somebody still has", async () => {
    const layer = wasm();
    const { run } = opened(layer, moduleOf(1)).exports;
    for (let time = 0; time < 5; time++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(layer.status?.().instances).toBe(1);
    expect(run()).toBe(1);
  });

  it("is no limit where it is 0", () => {
    const layer = wasm({ limits: { instances: 0 } });
    const guests = Array.from({ length: 20 }, () => opened(layer, moduleOf(1)));
    expect(guests.map((guest: WasmInstance) => guest.exports.run())).toEqual(Array(20).fill(1));
  });
});

describe("isolate([wasm()]).openSync", () => {
  it("closes what it has mounted for a module that it does not open", () => {
    const guard = isolate([wasm()]);
    const bytes = assemble('(module (import "env" "f" (func)))');
    const wasi = { mounts: { "/data": hostFiles(temporaryFolder()) } };
    const descriptors = () => readdirSync("/proc/self/fd").length;
    const before = descriptors();
    for (let time = 0; time < 5; time++) {
      expect(() => guard.openSync(wasmModule(bytes, { wasi }))).toThrow(
        expect.objectContaining({ code: "ERR_WASM_IMPORT" }),
      );
    }
    expect(descriptors()).toBe(before);
  });
});
