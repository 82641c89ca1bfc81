import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_SLOTS, MESSAGE, NO_ROOM, Records, SPENT, TOO_LONG } from "../../src/wire/slots.ts";
import { runs } from "./arbitraries.ts";

const RECORDS = 4;
const BYTES = 64;

function records(): Records {
  return new Records(new ArrayBuffer(RECORDS * BYTES));
}

const scalar = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, Number.NaN, Number.NEGATIVE_INFINITY),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
  fc.boolean(),
  fc.constantFrom(undefined, null),
);

describe("Records.write(values, index)", () => {
  it("gives back exactly what was written, in any record", () => {
    const values = fc.array(scalar, { maxLength: MAX_SLOTS });
    const property = fc.property(values, fc.nat(RECORDS - 1), (written, index) => {
      const all = records();
      const flags = all.write(written, index);
      expect(all.read(flags, index)).toStrictEqual(written);
    });
    fc.assert(property, runs(2000));
  });

  it("leaves the flags of messages alone", () => {
    const values = fc.array(scalar, { maxLength: MAX_SLOTS });
    const property = fc.property(values, (written) => {
      const flags = records().write(written);
      expect(flags & (MESSAGE | TOO_LONG | SPENT | NO_ROOM)).toBe(0);
    });
    fc.assert(property, runs(500));
  });

  it.each([
    ["a text", ["text"]],
    ["an object", [{}]],
    ["a function", [() => {}]],
    ["a symbol", [Symbol("s")]],
    ["a bigint of more than 64 bits", [2n ** 64n]],
    ["one below them", [-(2n ** 63n) - 1n]],
    ["seven values", [1, 2, 3, 4, 5, 6, 7]],
  ])("refuses %s", (_what, values) => {
    expect(records().write(values)).toBe(-1);
  });

  it("touches no other record", () => {
    const all = records();
    const before = all.write([1, 2n, true], 0);
    all.write([9, 9, 9, 9, 9, 9], 1);
    all.head(7, 8, 9, 1);
    expect(all.read(before, 0)).toEqual([1, 2n, true]);
    expect([all.kind(1), all.target(1), all.flags(1), all.kind(0)]).toEqual([7, 8, 9, 0]);
  });
});
