import { describe, expect, it } from "vitest";
import loadWabt from "wabt";
import { Allowance, meter } from "../../src/metering/index.ts";

const wabt = await loadWabt();
const infinite = Number.POSITIVE_INFINITY;

/** Units of the one call of "run". */
function fuelOf(text: string): number {
  const module = wabt.parseWat("guest.wat", text, { exceptions: true });
  const { bytes, manifest } = meter(module.toBinary({}).buffer);
  const limits = { fuel: 1e9, timeout: 5000, pages: infinite, elements: infinite, stack: 1000 };
  const allowance = new Allowance(manifest, limits);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), allowance.imports);
  allowance.attach(exports);
  allowance.begin();
  (exports.run as () => void)();
  allowance.end();
  return allowance.used;
}

/** Instructions that cost so many units, which is too little to pay for itself. */
const code = (units: number) => "(drop (i32.const 0)) ".repeat(units);

describe("what a path is charged", () => {
  it("has what comes before an inner loop that the outer one is left from", () => {
    const fuel = fuelOf(`(module (func (export "run")
      (block $out (loop $outer ${code(20)}
        (loop $middle ${code(15)} (loop $inner ${code(10)} (br_if $out (i32.const 1)) (br $inner)))
        (br $outer)))))`);
    expect(fuel).toBe(20 + 15 + 10 + 3); // the innermost could have gone round once more
  });

  it("has what comes before something is thrown that a block further out catches", () => {
    const fuel = fuelOf(`(module (tag $thrown) (tag $other)
      (func $throw (throw $thrown))
      (func (export "run")
        try
          ${code(5)}
          try ${code(20)} (call $throw) return
          catch $other return
          end
          return
        catch_all ${code(25)}
        end))`);
    expect(fuel).toBeGreaterThanOrEqual(5 + 20 + 25 + 2);
  });
});
