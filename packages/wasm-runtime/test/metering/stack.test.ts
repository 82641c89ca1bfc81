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
  return wabt.parseWat("guest.wat", text, { exceptions: true, tail_call: true }).toBinary({})
    .buffer;
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

/** Nothing calls the host by its name: what is called may be the host, or a function that takes a unit. */
const THROUGH_TABLE = `(module (import "env" "host" (func $host)) (type $t (func))
  (table funcref (elem $host $other))
  (func $other)
  (func (export "run") (call_indirect (type $t) (i32.const 0)) (call_indirect (type $t) (i32.const 0))))`;

/** A function of 2,000 bytes of stack, and one that calls it through a table. */
const LARGE_IN_TABLE = `(module (import "env" "host" (func $host)) (type $t (func))
  (table funcref (elem $large))
  (func $large (local ${"i64 ".repeat(240)}) (call $host))
  (func (export "run") (call_indirect (type $t) (i32.const 0)) (call $host)))`;

/** Catches what \`$throw\` throws three calls further, and calls the host then. */
const CATCHES = `(module (import "env" "host" (func $host)) (tag $t)
  (func $throw (param i32)
    (if (i32.eqz (local.get 0)) (then (throw $t)))
    (call $throw (i32.sub (local.get 0) (i32.const 1))))
  (func (export "run") (try (do (call $throw (i32.const 3))) (catch_all (call $host)))))`;

describe("the stack of a metered module", () => {
  it("is as long for the host as the calls around it are deep, and no longer after others", () => {
    const seen: number[] = [];
    const guest = open(RECURSES, () => seen.push(guest.left()));
    guest.exports.twice?.();
    expect(seen).toEqual([79, 99, 94, 99]); // the host's own call of `twice` has one of the 100
    expect(guest.left()).toBe(99);
  });

  it("is as long for a function of the host that is called through a table", () => {
    const seen: number[] = [];
    const guest = open(THROUGH_TABLE, () => seen.push(guest.left()));
    guest.exports.run?.();
    expect(seen).toEqual([98, 98]);
    expect(guest.left()).toBe(99);
  });

  it("is taken by a large function itself where it may be called through a table", () => {
    const seen: number[] = [];
    const guest = open(LARGE_IN_TABLE, () => seen.push(guest.left()));
    const whole = guest.left();
    guest.exports.run?.();
    expect(seen).toEqual([whole - 4 - 4, whole]); // 1,024 bytes at the call, and the rest
  });

  it("is given back by such a function before another one takes its place", () => {
    const seen: number[] = [];
    const text = LARGE_IN_TABLE.replace("(call $host)", "(return_call $host)");
    const guest = open(text, () => seen.push(guest.left()));
    const whole = guest.left();
    guest.exports.run?.();
    expect(seen).toEqual([whole - 4, whole]);
  });

  it("is as long for the host as it was before calls that an exception has ended", () => {
    const seen: number[] = [];
    const guest = open(CATCHES, () => seen.push(guest.left()));
    const whole = guest.left();
    guest.exports.run?.();
    expect(seen).toEqual([whole]);
    expect(guest.left()).toBe(whole);
  });

  it("is as long after a function of the host as before it, whatever that has left behind", () => {
    const seen: number[] = [];
    const guest = open(RECURSES, () => {
      seen.push(guest.left());
      guest.allowance.restoreStack(50); // as for a call inside of this one
    });
    guest.exports.twice?.();
    expect(seen).toEqual([79, 99, 94, 99]);
  });

  it("does not run out by calls one after the other", () => {
    const guest = open(RECURSES, () => {});
    guest.exports.loop?.(1000);
    for (let call = 0; call < 1000; call++) guest.exports.recurse?.(3);
    expect(guest.left()).toBe(99);
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
    expect(guest.left()).toBe(99);
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
