import { isolate, outcome } from "@cofferdam/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type WasmInstance, wasm, wasmModule } from "../../src/index.ts";
import { assemble } from "../assemble.ts";

const guard = isolate([wasm({ afterFault: "continue" })]);

function bytesOf({ memory }: WasmInstance): Uint8Array {
  return new Uint8Array((memory as WebAssembly.Memory).buffer);
}

describe("wasmModule(…).reset", () => {
  it("puts memory back wherever it had bytes, and to zero wherever it had none", () => {
    const place = fc.nat(2 * 65536 - 1);
    const places = fc.uniqueArray(place, { maxLength: 4 });
    fc.assert(
      fc.property(places, places, (data, written) => {
        const segments = data.map((at) => `(data (i32.const ${at}) "\\01")`).join("");
        const module = assemble(`(module (memory (export "memory") 2) ${segments})`);
        const guest = guard.openSync(wasmModule(module));
        const before = bytesOf(guest).slice();
        for (const at of [...written, 0, 65535, 65536, 131071]) bytesOf(guest)[at] = 7;
        guest.reset();
        expect(Buffer.compare(bytesOf(guest), before)).toBe(0);
        guest.dispose();
      }),
      { numRuns: 60 },
    );
  });

  it("puts each instance back to what it began with, where its own code or imports said so", () => {
    const text = (how: string) => `(module (import "env" "next" (func $next (result i32)))
      (memory (export "memory") 1)
      (func ${how} (i32.store (i32.const 100) (call $next))))`;
    for (const how of ["$start", '$start (export "_initialize")']) {
      let next = 1;
      const imports = { env: { next: () => next++ } };
      const start = how === "$start" ? " (start $start))" : ")";
      const module = assemble(text(how).replace(/\)$/, start));
      const guests = [1, 2].map(() => guard.openSync(wasmModule(module, { imports })));
      for (const guest of guests) {
        bytesOf(guest)[100] = 99;
        guest.reset();
      }
      expect(guests.map((guest) => bytesOf(guest)[100])).toEqual([1, 2]);
    }
  });

  it("puts each instance back to what it was granted, where that said what is in its memory", () => {
    const module = assemble(`(module (import "env" "at" (global $at i32))
      (memory (export "memory") 1) (data (global.get $at) "x"))`);
    const guests = [10, 20].map((at) =>
      guard.openSync(wasmModule(module, { imports: { env: { at } } })),
    );
    for (const guest of guests) {
      bytesOf(guest).fill(1);
      guest.reset();
    }
    expect(guests.map((guest) => bytesOf(guest).indexOf(0x78))).toEqual([10, 20]);
  });

  it("shares what instances begin with, and nothing that one of them does to it", () => {
    const module = assemble(`(module (memory (export "memory") 1) (data (i32.const 0) "first")
      (func (export "trap") (i32.store (i32.const 0) (i32.const 0)) unreachable))`);
    const [one, other] = [1, 2].map(() => guard.openSync(wasmModule(module)));
    outcome(() => one?.exports.trap());
    one?.reset();
    other?.reset();
    for (const guest of [one, other]) {
      expect(Buffer.from(bytesOf(guest as WasmInstance).subarray(0, 5)).toString()).toBe("first");
    }
  });
});
