import {
  createMachine,
  instantiate,
  invoke,
} from "@cofferdam/testing/wasm-oracle/interpreter/interpreter.ts";
import type { Func } from "@cofferdam/testing/wasm-oracle/interpreter/machine/entities.ts";
import { StepLimitReached, Trap } from "@cofferdam/testing/wasm-oracle/interpreter/machine/trap.ts";
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";

const wabt = await loadWabt();

function load(wat: string, limits = {}) {
  const text = wabt.parseWat("test.wat", wat, { exceptions: true, tail_call: true });
  const machine = createMachine(limits);
  const { exports } = instantiate(machine, text.toBinary({}).buffer);
  const func = (name: string) => exports.get(name) as Func;
  const unitsOf = (name: string, ...args: unknown[]) => {
    const before = machine.units;
    invoke(machine, func(name), args);
    return machine.units - before;
  };
  return { machine, func, unitsOf };
}

describe("machine.units", () => {
  it("counts nothing for what only says where something begins or ends", () => {
    const { unitsOf } = load(`(module (func (export "f")
      nop (block (loop nop)) (drop (i32.const 1)) (if (i32.const 0) (then) (else)) return))`);
    expect(unitsOf("f")).toBe(3); // two constants and the if
  });

  it("counts each instruction as often as it is executed", () => {
    const { unitsOf } = load(`(module (func (export "f") (param $n i32)
      (loop $again
        (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))`);
    expect(unitsOf("f", 7)).toBe(7 * 5);
  });

  it("counts only the arm that is executed", () => {
    const { unitsOf } = load(`(module (func (export "f") (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (i32.const 1) (i32.add (i32.const 1) (i32.const 1))))
        (else (i32.const 1)))))`);
    expect([unitsOf("f", 1), unitsOf("f", 0)]).toEqual([2 + 5, 2 + 1]);
  });

  it("counts the instruction that traps, and none behind it", () => {
    const { machine, func } = load(`(module (func (export "f")
      (drop (i32.div_s (i32.const 1) (i32.const 0))) (drop (i32.const 1))))`);
    expect(() => invoke(machine, func("f"), [])).toThrow(Trap);
    expect(machine.units).toBe(3);
  });

  it("counts a throw and the handler, not what is between them", () => {
    const { unitsOf } = load(`(module (tag $t (param i32)) (func (export "f") (result i32)
      (try (result i32)
        (do (throw $t (i32.const 5)) (drop (i32.const 1)) (i32.const 2))
        (catch $t (i32.add (i32.const 1))))))`);
    expect(unitsOf("f")).toBe(1 + 1 + 200 + 2); // try, const, throw, const and add
  });
});

describe("func.count", () => {
  it("says how often a function and each header of a loop ran, and what it cost", () => {
    const { unitsOf, func } = load(`(module
      (func $leaf (export "leaf") nop (drop (i32.const 1)))
      (func (export "f") (param $n i32) (local $m i32)
        (loop $outer
          (local.set $m (i32.const 3))
          (loop $inner (call $leaf)
            (br_if $inner (local.tee $m (i32.sub (local.get $m) (i32.const 1)))))
          (br_if $outer (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))`);
    const total = unitsOf("f", 4);
    expect(func("leaf").count).toEqual({ entries: 12, units: 12, loops: [] });
    expect(func("f").count).toEqual({ entries: 1, units: total - 12, loops: [4, 12] });
  });

  it("counts a tail call as an entry of its callee", () => {
    const { unitsOf, func } = load(`(module (func $f (export "f") (param i32)
      (if (local.get 0) (then (return_call $f (i32.sub (local.get 0) (i32.const 1)))))))`);
    expect(unitsOf("f", 10)).toBe(10 * 6 + 2);
    expect(func("f").count.entries).toBe(11);
  });
});

describe("createMachine({ steps, depth })", () => {
  it("stops what does not end", () => {
    const { machine, func } = load(`(module (func (export "f") (loop (br 0))))`, { steps: 1_000 });
    expect(() => invoke(machine, func("f"), [])).toThrow(StepLimitReached);
  });

  it("traps at calls too deep, and runs on afterwards", () => {
    const wat = `(module (func $f (export "f") (call $f)) (func (export "g") (drop (i32.const 1))))`;
    const { machine, func, unitsOf } = load(wat, { depth: 100 });
    expect(() => invoke(machine, func("f"), [])).toThrow("stack");
    expect(func("f").count.entries).toBe(100);
    expect(unitsOf("g")).toBe(1);
  });

  it("does not take tail calls for calls in calls", () => {
    const wat = `(module (func $f (export "f") (param i32)
      (if (local.get 0) (then (return_call $f (i32.sub (local.get 0) (i32.const 1)))))))`;
    const { unitsOf } = load(wat, { depth: 10 });
    expect(unitsOf("f", 1_000)).toBe(6_002);
  });
});
