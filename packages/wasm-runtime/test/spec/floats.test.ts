import { floatBits } from "@cofferdam/testing/wasm-spec/wast/floats.mjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const view = new DataView(new ArrayBuffer(8));

function doubleBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

describe("floatBits(type, literal)", () => {
  it("gives the bits that JavaScript gives an f64", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = Object.is(value, -0) ? "-0" : String(value);
        expect(floatBits("f64", text)).toBe(doubleBits(value));
      }),
    );
  });

  it("gives the bits of an f32 that was printed exactly", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        view.setFloat32(0, value);
        const text = Object.is(value, -0) ? "-0" : String(value);
        expect(floatBits("f32", text)).toBe(BigInt(view.getUint32(0)));
      }),
    );
  });

  it.each([
    ["f32", "0x1.000001p0", 0x3f800000n], // halfway, to the even one
    ["f32", "0x1.000003p0", 0x3f800002n],
    ["f32", "0x1.00000100000000001p0", 0x3f800001n], // above halfway by less than an f64 holds
    ["f32", "0x1p-150", 0n],
    ["f32", "0x1.000002p-150", 1n],
    ["f32", "0x1.ffffffp127", 0x7f800000n],
    ["f64", "0x1.fffffffffffff8p-1023", 0x0010000000000000n],
    ["f64", "-1_0.5e-1", 0xbff0cccccccccccdn],
    ["f32", "-inf", 0xff800000n],
    ["f64", "nan:0xf_ffff_ffff_ffff", 0x7fffffffffffffffn],
  ] as const)("rounds an %s once: %s", (type, literal, bits) => {
    expect(floatBits(type, literal)).toBe(bits);
  });
});
