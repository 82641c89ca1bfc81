import { describe, expect, it } from "vitest";
import { manyInTable, manyParameters, shapes, wide } from "./shapes.ts";
import { meter, workOf } from "./work-of.ts";

const N = 400;
const options = { stack: true, allow: { gc: true } };

describe("meter(…)", () => {
  it.each(Object.entries(shapes))("takes twice the work for twice as many %s", async (_, make) => {
    const [once, twice] = [make(N), make(2 * N)];
    const work = await workOf(() => meter(once, options));
    expect(work).toBeGreaterThan(N);
    expect((await workOf(() => meter(twice, options))) / work).toBeLessThan(2.2);
  });

  it.each(Object.entries(wide))("refuses 5,000 %s of 1,000 values each, and not 500", (_, make) => {
    expect(() => meter(make(5000), options)).toThrow(
      expect.objectContaining({
        code: "ERR_WASM_REFUSED",
        offset: expect.any(Number),
        message: expect.stringMatching(/^Instructions that pass more than 10\d+ values \(at byte/),
      }),
    );
    if (WebAssembly.validate(make(500) as Buffer<ArrayBuffer>)) meter(make(500), options);
  });

  it("does not write each of a thousand parameters anew for each function", () => {
    const module = manyParameters(500, 1000);
    expect(meter(module, options).bytes.length).toBeLessThan(30 * module.length);
  });

  it("takes any number of functions in a table", () => {
    expect(() => meter(manyInTable(150_000), options)).not.toThrow();
  });
});
