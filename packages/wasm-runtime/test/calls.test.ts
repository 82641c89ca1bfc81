import { isolate, outcome } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import { reportOf, type WasmInstance, type WasmLimits, wasm, wasmModule } from "../src/index.ts";
import { assemble } from "./assemble.ts";

const wabt = await loadWabt();

function open(
  text: string,
  limits: WasmLimits = {},
  imports = {},
  afterFault = "continue" as const,
) {
  return isolate([wasm({ limits, afterFault })]).openSync(wasmModule(assemble(text), { imports }));
}

const COUNT = `(module (memory (export "memory") 1 8)
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (i32.store (i32.const 8) (global.get $n))
    (global.get $n))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "loop") (param i32)
    (loop $again (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "trap") (drop (call 0)) unreachable))`;

describe("wasmModule(…).exports", () => {
  it("ends a call whose fuel is used up, and not one that needs just as much", () => {
    const { fuel } = open(COUNT).call("loop", 10_000).report;
    expect(outcome(() => open(COUNT, { fuel }).exports.loop(10_000))).toMatchObject({ ok: true });
    const less = outcome(() => open(COUNT, { fuel: fuel - 1 }).exports.loop(10_000));
    expect(less).toEqual({ ok: false, fault: { kind: "fuel", limit: fuel - 1 } });
  });

  it("lets memory grow up to the limit, and by no more in a call than it may", () => {
    const guest = open(COUNT, { memory: "256KiB", memoryGrowth: "128KiB" });
    expect(guest.exports.grow(2)).toBe(1);
    expect(guest.exports.grow(1)).toBe(3);
    const fault = { kind: "memory-limit", limit: 4 * 65536, amount: 65536 };
    expect(outcome(() => guest.exports.grow(1))).toEqual({ ok: false, fault });
    const other = open(COUNT, { memoryGrowth: "128KiB" });
    expect(outcome(() => other.exports.grow(3))).toMatchObject({ fault: { kind: "memory-limit" } });
  });

  it("begins a call after a fault with everything as it was when it was opened", () => {
    const guest = open(COUNT);
    expect([guest.exports.count(), guest.exports.count()]).toEqual([1, 2]);
    expect(outcome(() => guest.exports.trap())).toMatchObject({
      fault: { kind: "trap", reason: "unreachable" },
    });
    expect(new Uint32Array((guest.memory as WebAssembly.Memory).buffer)[2]).toBe(3);
    expect(guest.exports.count()).toBe(1);
    expect(new Uint32Array((guest.memory as WebAssembly.Memory).buffer)[2]).toBe(1);
  });

  it("does so with a new instance where memory has grown, which does not shrink", () => {
    const guest = open(COUNT);
    guest.exports.grow(3);
    outcome(() => guest.exports.trap());
    expect(guest.exports.grow(0)).toBe(1);
  });

  it("throws the very error that a function of the host threw, and counts no fault", () => {
    const error = new Error("the host's own");
    const text = `(module (import "env" "fail" (func $fail)) (func (export "run") (call $fail)))`;
    const fails = () => {
      throw error;
    };
    const guest = open(text, {}, { env: { fail: fails } });
    expect(() => guest.exports.run()).toThrow(error);
    expect(guest.status().faults).toEqual({});
  });

  it("ends a call that calls the host more often than it may", () => {
    const text = `(module (import "env" "f" (func $f))
      (func (export "run") (call $f) (call $f) (call $f)))`;
    const limited = open(text, { hostCalls: 2 }, { env: { f: () => {} } });
    expect(outcome(() => limited.exports.run())).toEqual({
      ok: false,
      fault: { kind: "violation", action: "call", resource: "env.f", rule: "hostCalls = 2" },
    });
    expect(open(text, {}, { env: { f: () => {} } }).call("run").report.hostCalls).toBe(3);
  });

  it("ends a call that does so and catches what it is told", () => {
    const text = `(module (import "env" "f" (func $f))
      (func (export "run") (result i32)
        (call $f)
        (try (do (call $f)) (catch_all))
        (i32.const 7)))`;
    const limited = open(text, { hostCalls: 1 }, { env: { f: () => {} } });
    const fault = { kind: "violation", resource: "env.f" };
    expect(outcome(() => limited.exports.run())).toMatchObject({ ok: false, fault });
    const free = open(text, {}, { env: { f: () => {} } });
    expect(free.exports.run()).toBe(7);
  });

  it("is quarantined after a fault, until it is reopened", () => {
    const guest = isolate([wasm()]).openSync(wasmModule(assemble(COUNT)));
    outcome(() => guest.exports.trap());
    expect(() => guest.exports.count()).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }),
    );
    guest.reopen();
    expect(guest.exports.count()).toBe(1);
    expect(guest.status()).toMatchObject({ reopened: 1, tainted: false, faults: { trap: 1 } });
  });
});

describe("wasmModule(…).call", () => {
  it("has a report of calls that succeed and of calls that do not, which is frozen", () => {
    const guest = open(COUNT, { fuel: 1000 });
    const { value, report } = guest.call("count");
    expect(value).toBe(1);
    expect(report).toMatchObject({ memoryPeak: 65536, hostCalls: 0, stdout: "" });
    expect(report.fuel).toBeGreaterThan(0);
    expect(Object.isFrozen(report)).toBe(true);
    let thrown: unknown;
    try {
      guest.call("loop", 1_000_000);
    } catch (error) {
      thrown = error;
    }
    expect(reportOf(thrown)?.fuel).toBeGreaterThan(990);
    expect(reportOf(thrown)?.fuel).toBeLessThanOrEqual(1010);
  });

  it("measures its own call, and not those after it", () => {
    const guest = open(COUNT);
    guest.call("count");
    let thrown: unknown;
    try {
      guest.exports.trap();
    } catch (error) {
      thrown = error;
    }
    expect(reportOf(thrown)).toBeUndefined();
  });

  it("goes on measuring when a function of the host has called and measured the guest", () => {
    const text = `(module (import "env" "f" (func $f))
      (func (export "run") (call $f) (call $f))
      (func (export "inner")))`;
    const waits = () => {
      guest.call("inner");
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    const guest: WasmInstance = open(text, {}, { env: { f: waits } });
    const { report } = guest.call("run");
    expect(report.hostCalls).toBe(2);
    expect(report.hostTime).toBeGreaterThanOrEqual(2);
  });

  it("names what there is where it is asked for what there is not", () => {
    expect(() => open(COUNT).call("nothing")).toThrow(
      'got "nothing". It has count, grow, loop, trap.',
    );
  });
});

describe("isolate([wasm()]).openSync", () => {
  it("refuses a module whose imports were not granted, and names all of them", () => {
    const text = `(module (import "env" "a" (func)) (import "wasi_snapshot_preview1" "fd_write" (func))
      (import "env" "b" (memory 1)))`;
    expect(() => open(text, {}, { env: { b: 1 } })).toThrow(
      [
        "Expected every import of wasm module to be granted, got 3 that are not:",
        "  env.a: a function; give `imports: { env: { a: … } }`",
        "  wasi_snapshot_preview1.fd_write: a function; give `wasi: {}`",
        "  env.b: a memory, not 1 (number); give `imports: { env: { b: … } }`",
      ].join("\n"),
    );
  });

  it.each([
    ["a file that is not there", "./nothing.wasm", "ERR_WASM_NOT_FOUND"],
    ["what is no module", new Uint8Array([1, 2, 3]), "ERR_WASM_INVALID"],
    ["a memory larger than it may have", assemble("(module (memory 2000))"), "ERR_WASM_LIMIT"],
    [
      "a table larger than it may have",
      assemble("(module (table 200000 funcref))"),
      "ERR_WASM_LIMIT",
    ],
  ])("refuses %s", (_, source, code) => {
    const opening = () => isolate([wasm()]).openSync(wasmModule(source));
    expect(opening).toThrow(expect.objectContaining({ code }));
  });
});

describe("a fault", () => {
  it("names the function and the offset of the module that was opened, not of what is run", () => {
    const text = `(module (func $inner (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
      (func $outer (export "run") (param i32) (result i32) (loop (nop)) (call $inner (local.get 0))))`;
    const bytes = wabt.parseWat("guest.wat", text).toBinary({ write_debug_names: true }).buffer;
    const guest = isolate([wasm()]).openSync(wasmModule(bytes));
    const result = outcome(() => guest.exports.run(0));
    const { frames = [] } = (
      result as unknown as { fault: { frames: { symbol: string; pc: string }[] } }
    ).fault;
    expect(frames.map(({ symbol }) => symbol)).toEqual(["inner", "outer"]);
    const [inner, outer] = frames.map(({ pc }) => bytes[Number(pc)]);
    expect([inner, outer]).toEqual([0x6d, 0x10]); // i32.div_s, call
  });
});

describe("wasm(options)", () => {
  it.each([
    [{ limits: { fule: 1 } }, "fule"],
    [{ limits: { fuel: -1 } }, "fuel"],
    [{ limits: { memory: "64 apples" } }, "memory"],
    [{ limits: { stackDepth: 1_000_000 } }, "stackDepth"],
    [{ metering: "none" }, "metering"],
    [{ metering: "trap" }, "metering"],
  ])("refuses %j", (options, name) => {
    expect(() => wasm(options as object)).toThrow(name);
  });
});
