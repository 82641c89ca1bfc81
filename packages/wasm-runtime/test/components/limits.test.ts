import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse } from "@bytecodealliance/jco";
import { isolate, outcome } from "@cofferdam/core";
import { buildComponents } from "@cofferdam/testing/wasm/components/build.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { component } from "../../src/components/index.ts";
import { reportOf, type WasmLimits, type WasmOptions, wasm } from "../../src/index.ts";
import { hosts, openNamed } from "./open.ts";

beforeAll(() => buildComponents());

const openVillain = (limits: WasmLimits = {}, layer: WasmOptions = {}) =>
  openNamed("villain", { imports: hosts.villain, wasi: {} }, { limits, ...layer });
const openTraveller = (limits: WasmLimits = {}) => openNamed("traveller", { wasi: {} }, { limits });

describe("wasm({ limits }) for a component", () => {
  it("gives all core modules one budget: one unit less than they use is not enough", async () => {
    const print = ["print", "x".repeat(200), 300] as const;
    const { fuel } = (await openTraveller()).call(...print).report;
    const enough = await openTraveller({ fuel });
    expect(enough.call(...print).report).toMatchObject({ fuel, stdout: "x".repeat(60_000) });
    const guest = await openTraveller({ fuel: fuel - 1 });
    try {
      guest.call(...print);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ fault: { kind: "fuel", limit: fuel - 1 } });
      expect(reportOf(error)?.fuel).toBeLessThan(fuel); // it was ended where it would have gone on
    }
  });

  it("counts the depth of all core modules together, where they call the host", async () => {
    const bytes = await parse(`(component
      (import "deep" (func $deep))
      (core func $deep (canon lower (func $deep)))
      (core module $shared (table (export "table") 1 funcref))
      (core module $other
        (type $down (func (param i32)))
        (import "shared" "table" (table 1 funcref))
        (func (export "down") (param i32)
          (call_indirect (type $down) (local.get 0) (i32.const 0)) (drop (i32.const 0))))
      (core module $main
        (import "host" "deep" (func $deep))
        (import "other" "down" (func $down (param i32)))
        (import "shared" "table" (table 1 funcref))
        (elem (i32.const 0) func $run)
        (func $run (export "run") (param i32)
          (if (i32.eqz (local.get 0))
            (then (call $deep))
            (else (call $down (i32.sub (local.get 0) (i32.const 1))) (drop (i32.const 0))))))
      (core instance $host (export "deep" (func $deep)))
      (core instance $shared (instantiate $shared))
      (core instance $other (instantiate $other (with "shared" (instance $shared))))
      (core instance $main (instantiate $main
        (with "host" (instance $host))
        (with "other" (instance $other))
        (with "shared" (instance $shared))))
      (func (export "run") (param "depth" u32) (canon lift (core func $main "run"))))`);
    let calls = 0;
    const guard = isolate([wasm({ limits: { stackDepth: 1000 }, afterFault: "continue" })]);
    const { exports } = await guard.open(component(bytes, { imports: { deep: () => calls++ } }));
    expect(exports.run(450)).toBeUndefined();
    expect(calls).toBe(1);
    expect(outcome(() => exports.run(600))).toMatchObject({ fault: { kind: "stack-overflow" } });
    expect(calls).toBe(1);
  });

  it("leaves a component that is called inside of another one what that has left of its depth", async () => {
    const inner = await openVillain();
    const ends: unknown[] = [];
    const give = () => ends.push(outcome(() => inner.exports.recurse(300)));
    const outer = await openNamed("villain", {
      imports: { "example:villain/host": { give } },
      wasi: {},
    });
    outer.exports.dive(10);
    outer.exports.dive(900);
    inner.exports.recurse(900);
    expect(ends).toEqual([
      { ok: true, value: 300 },
      { ok: false, fault: expect.objectContaining({ kind: "stack-overflow" }) },
    ]);
  });

  it("ends a call that grows memory by more than one call may", async () => {
    const guest = await openVillain({ memoryGrowth: "1MiB" });
    expect(guest.exports.grow(16)).toBeGreaterThan(0);
    expect(guest.exports.grow(16)).toBeGreaterThan(0);
    expect(outcome(() => guest.exports.grow(17))).toMatchObject({
      fault: { kind: "memory-limit", amount: 17 * 65_536 },
    });
  });

  it("ends a call that calls the host more often than it may", async () => {
    const guest = await openVillain({ hostCalls: 10 });
    expect(outcome(() => guest.exports.flood(1000))).toMatchObject({
      fault: { kind: "violation", action: "call", rule: "hostCalls = 10" },
    });
    expect(guest.exports.lieToHost(1024, 1)).toBeUndefined();
  });

  it("refuses arguments that are larger than a payload may be, and not as the guest's fault", async () => {
    const guest = await openNamed(
      "greeter",
      { imports: hosts.greeter },
      { limits: { payloadLimit: 1000 } },
    );
    expect(() => guest.exports.greet("x".repeat(2000))).toThrow(
      expect.objectContaining({ code: "ERR_WASM_PAYLOAD" }),
    );
    expect(guest.exports.greet("Ada")).toBe("Hello, Ada!");
    expect(guest.status().faults).toEqual({});
  });

  it("holds no limit of time with metering that traps, and the others as ever", async () => {
    const guest = await openVillain({ timeout: 0, fuel: 100_000 }, { metering: "trap" });
    expect(outcome(() => guest.exports.spin())).toMatchObject({ fault: { kind: "fuel" } });
    expect(guest.exports.recurse(5)).toBe(5);
  });

  it("quarantines a component after a fault, until it is reopened", async () => {
    const guest = await openVillain({}, { afterFault: "quarantine" });
    expect(outcome(() => guest.exports.stop())).toMatchObject({ fault: { kind: "trap" } });
    expect(() => guest.exports.recurse(5)).toThrow(
      expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }),
    );
    guest.reopen();
    expect(guest.exports.recurse(5)).toBe(5);
    expect(guest.status()).toMatchObject({ state: "open", reopened: 1, faults: { trap: 1 } });
  });
});

describe("a resource of a component", () => {
  it("ends in a call of its own, when it is disposed or collected", async () => {
    const guest = await openNamed("greeter", { imports: hosts.greeter });
    const { Counter } = guest.exports.texts;
    for (let round = 0; round < 5000; round++) new Counter(round)[Symbol.dispose]();
    for (let round = 0; round < 5000; round++) new Counter(round);
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")();
    await wait(50);
    expect(guest.call("greet", "Ada").report.memoryPeak).toBeLessThan(2 ** 20);
    expect(guest.status().faults).toEqual({});
  });
});

const missing = missingFeatures(["exceptions"]);

describe("a component that catches everything", () => {
  it.skipIf(missing.length > 0)(
    `does not go on after a function of the host has thrown (needs ${missing})`,
    async () => {
      const bytes = await parse(`(component
      (import "fail" (func $fail))
      (core func $fail (canon lower (func $fail)))
      (core module $m
        (import "host" "fail" (func $fail))
        (func (export "run") (result i32)
          (block $caught (try_table (catch_all $caught) (call $fail)))
          (block $again (try_table (catch_all $again) (call $fail)))
          (i32.const 7)))
      (core instance $host (export "fail" (func $fail)))
      (core instance $i (instantiate $m (with "host" (instance $host))))
      (func (export "run") (result u32) (canon lift (core func $i "run"))))`);
      let calls = 0;
      const thrown = new Error("the host's own");
      const fail = () => {
        calls++;
        throw thrown;
      };
      const guest = await isolate([wasm()]).open(component(bytes, { imports: { fail } }));
      expect(() => guest.exports.run()).toThrow(thrown);
      expect(calls).toBe(1);
    },
  );
});
