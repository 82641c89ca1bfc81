import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import {
  Allowance,
  type AllowanceLimits,
  EXPORTED,
  HOST_FUNCTION,
  meter,
  RESERVED,
} from "../../src/metering/index.ts";

const wabt = await loadWabt();
const PLENTY: AllowanceLimits = {
  fuel: Number.POSITIVE_INFINITY,
  timeout: 5000, // milliseconds; nothing here takes as long
  pages: Number.POSITIVE_INFINITY,
  elements: Number.POSITIVE_INFINITY,
  stack: 100,
};

function assemble(text: string): Uint8Array {
  return wabt.parseWat("guest.wat", text).toBinary({}).buffer;
}

interface Guest {
  readonly exports: Record<string, (...args: readonly number[]) => number>;
  readonly allowance: Allowance;
  /** Frame units. */
  readonly left: () => number;
}

/** @param host what it imports as "host" */
function open(text: string, host: () => void, limits: Partial<AllowanceLimits> = {}): Guest {
  const { bytes, manifest } = meter(assemble(text));
  const allowance = new Allowance(manifest, { ...PLENTY, ...limits });
  const imports = { env: { host }, ...allowance.imports };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  allowance.attach(exports);
  allowance.begin();
  return {
    exports: exports as unknown as Guest["exports"],
    allowance,
    left: () => (exports[EXPORTED.stack] as WebAssembly.Global).value as number,
  };
}

/** Calls itself so often, and then the host. */
const RECURSES = `(module (import "env" "host" (func $host))
  (func $recurse (export "recurse") (param i32)
    (if (i32.eqz (local.get 0)) (then (call $host) (return)))
    (call $recurse (i32.sub (local.get 0) (i32.const 1))))
  (func (export "twice") (call $recurse (i32.const 20)) (call $host)
    (call $recurse (i32.const 5)) (call $host))
  (func (export "loop") (param i32)
    (loop $again
      (call $recurse (i32.const 3))
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;

/** Nothing recurs, and nothing calls the host by its name. */
const THROUGH_TABLE = `(module (import "env" "host" (func $host)) (type $t (func))
  (table funcref (elem $host))
  (func $indirect (call_indirect (type $t) (i32.const 0)))
  (func (export "run") (call $indirect) (call $indirect)))`;

describe("the stack of a metered module", () => {
  it("is as long for the host as the calls around it are deep, and no longer after others", () => {
    const seen: number[] = [];
    const guest = open(RECURSES, () => seen.push(guest.left()));
    guest.exports.twice?.();
    expect(seen).toEqual([78, 99, 93, 99]); // twice itself is one
    expect(guest.left()).toBe(100);
  });

  it("is as long for a function of the host that is called through a table", () => {
    const seen: number[] = [];
    const guest = open(THROUGH_TABLE, () => seen.push(guest.left()));
    guest.exports.run?.();
    expect(seen).toEqual([98, 98]);
  });

  it("does not run out by calls one after the other", () => {
    const guest = open(RECURSES, () => {});
    guest.exports.loop?.(1000);
    for (let call = 0; call < 1000; call++) guest.exports.recurse?.(3);
    expect(guest.left()).toBe(100);
  });

  it("runs out at the depth that it is limited to, each time anew", () => {
    const guest = open(RECURSES, () => {});
    for (let round = 0; round < 3; round++) {
      guest.allowance.begin();
      expect(() => guest.exports.recurse?.(100)).toThrow(WebAssembly.RuntimeError);
      expect(guest.left()).toBe(-1); // how the host knows why
      guest.allowance.end();
      guest.exports.recurse?.(99);
    }
  });

  it("is whole again after a call that the host's own error ended", () => {
    const guest = open(RECURSES, () => {
      throw new Error("the host's own");
    });
    for (let call = 0; call < 10; call++) {
      guest.allowance.begin();
      expect(() => guest.exports.recurse?.(50)).toThrow("the host's own");
      guest.allowance.end();
    }
    expect(guest.left()).toBe(100);
  });

  it("has one frame for each call, also where each has its fuel refilled", () => {
    const DEPTH = 50;
    let [frames, refills] = [0, 0];
    const justEnough = (units: number) => {
      refills++;
      return units;
    };
    const { bytes } = meter(assemble(RECURSES));
    const imports = {
      env: { host: () => (frames = countFrames()) },
      [RESERVED]: { [HOST_FUNCTION]: justEnough },
    };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    (exports[EXPORTED.stack] as WebAssembly.Global).value = 100;
    (exports.recurse as (depth: number) => void)(DEPTH);
    expect(refills).toBe(DEPTH + 1);
    expect(frames).toBe(DEPTH + 1);
  });
});

/** Of WebAssembly, on the stack. */
function countFrames(): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = limit;
  return stack.split("wasm-function").length - 1;
}
