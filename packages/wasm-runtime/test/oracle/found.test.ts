/** What the generated modules found in metering once, each as the smallest module that shows it. */
import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import { EXPORTED, meter } from "../../src/metering/index.ts";

const wabt = await loadWabt();

/** An instance with `fuel` to begin with, and what its host was asked for. */
function instantiate(wat: string, fuel: number) {
  const { buffer } = wabt.parseWat("found.wat", wat, { exceptions: true }).toBinary({});
  const { bytes, manifest } = meter(buffer, { stack: true });
  const asked: number[] = [];
  const limit = (what: number) => {
    asked.push(what);
    return Math.max(what, 10_000);
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    cofferdam: { limit },
  });
  const global = (name: string) => exports[name] as WebAssembly.Global;
  for (const name of [EXPORTED.stack, EXPORTED.pages])
    if (exports[name]) global(name).value = 1_000;
  global(EXPORTED.fuel).value = fuel;
  return { call: exports.f as () => void, global, asked, manifest };
}

describe("a metered module", () => {
  it("asks its host for more than 0 units, where it asks for fuel", () => {
    const { call, asked } = instantiate(
      `(module (memory 1 4) (func (export "f")
        (drop (memory.grow (i32.const 1)))
        (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))`,
      100,
    );
    call();
    expect(asked.every((what) => what > 0)).toBe(true);
  });

  it("is charged for what it executes before it traps", () => {
    const { call, global } = instantiate(
      `(module (func (export "f") (local $n i32)
        (local.set $n (i32.const 100))
        (loop $l (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        unreachable))`,
      1_000,
    );
    expect(call).toThrow(WebAssembly.RuntimeError);
    expect(global(EXPORTED.fuel).value).toBeLessThanOrEqual(500);
  });

  it("says what its start function costs, where that is a leaf", () => {
    const { manifest } = instantiate(
      `(module (global $g (mut i32) (i32.const 0))
        (func $s (global.set $g (i32.const 1))) (start $s))`,
      1_000,
    );
    expect(manifest.leafCosts[EXPORTED.start]).toBe(2);
  });

  it("gives back the depth of calls that an exception ends, where a function that is not counted catches it", () => {
    const { call, global } = instantiate(
      `(module (tag $t)
        (func $r (param i32) (if (local.get 0) (then (call $r (i32.const 0)))) (throw $t))
        (func (export "f") (try (do (call $r (i32.const 1))) (catch_all))))`,
      1_000,
    );
    call();
    expect(global(EXPORTED.stack).value).toBe(1_000);
  });
});
