import { runInNewContext } from "node:vm";
import { koffi } from "@cofferdam/ffi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_BIGINT_WORDS,
  MAX_DEPTH,
  MAX_ERRORS,
  MAX_VALUES,
  MAX_VIEWS,
} from "../../src/limits.ts";
import { anyValues, runs } from "./arbitraries.js";
import { coded, crossed } from "./coded.js";

const valueError = (path: string) =>
  expect.objectContaining({
    name: "TypeError",
    code: "ERR_WIRE_VALUE",
    message: expect.stringContaining(path),
  });
const limitError = (path: string) =>
  expect.objectContaining({
    name: "RangeError",
    code: "ERR_WIRE_LIMIT",
    message: expect.stringContaining(path),
  });

describe("decodeValues(encodeValues(values))", () => {
  it("is the values, whatever they are", () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        expect(coded(values).received.values).toStrictEqual(values);
      }),
      runs(300),
    );
  });

  it.each([-0, Number.NaN, 2 ** 31, -(2 ** 31), 2 ** 53, Number.MIN_VALUE])(
    "keeps %d",
    (number) => {
      expect(crossed(number)).toBe(number);
    },
  );

  it.each([0n, -1n, 2n ** 64n - 1n, 2n ** 64n, -(2n ** 63n), 2n ** 200n])("keeps %d", (number) => {
    expect(crossed(number)).toBe(number);
  });

  it.each(["", "é", "\0", "\ud800", "a\udc00b", "😀", "x".repeat(100_000), "\ufeffx"])(
    "keeps the text %j",
    (text) => {
      expect(crossed(text)).toBe(text);
    },
  );

  it("keeps a bigint of as many words as there may be", () => {
    const largest = 2n ** (64n * BigInt(MAX_BIGINT_WORDS)) - 1n;
    expect(crossed(-largest)).toBe(-largest);
  });

  it("makes undefined of a hole, as koffi sees it", () => {
    // biome-ignore lint/suspicious/noSparseArray: what this is about
    expect(crossed([1, , 3])).toStrictEqual([1, undefined, 3]);
  });

  it("keeps a member named __proto__, and leaves the prototype alone", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "x": 2}');
    const result = crossed(hostile) as { x: number; polluted?: number };
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result)).toEqual(["__proto__", "x"]);
    expect(result.polluted).toBeUndefined();
  });

  it("takes an object with methods for its own members", () => {
    class Point {
      readonly x = 1;
      move(): void {}
    }
    expect(crossed(new Point())).toStrictEqual({ x: 1 });
    expect(crossed(runInNewContext("({ x: 1 })"))).toStrictEqual({ x: 1 });
    expect(crossed(Object.assign(Object.create(null), { x: 1 }))).toStrictEqual({ x: 1 });
  });

  it("gives functions by their numbers", () => {
    const callbacks = [() => 1, () => 2];
    const context = {
      callbackId: (callback: unknown) => callbacks.indexOf(callback as () => number),
      callback: (id: number) => callbacks[id],
    };
    expect(crossed({ compare: callbacks[1] }, context)).toStrictEqual({ compare: callbacks[1] });
  });

  it("begins anew after a value that cannot cross", () => {
    expect(() => coded([{ a: [Symbol()] }])).toThrow();
    expect(crossed([1])).toEqual([1]);
  });
});

describe("encodeValues(values) refuses", () => {
  const cycle: unknown[] = [1];
  cycle.push({ deeper: cycle });

  it.each([
    ["a symbol", [0, { items: [0, 1, 2, Symbol("s")] }], "argument 1.items[3], got a symbol"],
    ["a cycle", [cycle], "argument 0[1].deeper, got a cycle"],
    ["a function without a number", [() => {}], "argument 0, got a function"],
    ["a Map", [[new Map()]], "argument 0[0], got an object of class Map"],
    [
      "a SharedArrayBuffer",
      [new SharedArrayBuffer(8)],
      "argument 0, got an object of class Shared",
    ],
    ["what koffi casts", [koffi.as([1], "int *")], "argument 0, got"],
    [
      "computed members",
      [
        new (class {
          get x() {
            return 1;
          }
        })(),
      ],
      "argument 0, got an object",
    ],
    ["inherited members", [Object.create({ x: 1 })], "argument 0, got an object"],
  ])("%s, and says where it is", (_name, values, path) => {
    expect(() => coded(values)).toThrow(valueError(path));
  });

  it("one of koffi's unions", () => {
    koffi.union("WireTestUnion", { a: "int", b: "float" });
    // @ts-expect-error koffi's declarations have no constructor for it
    const union = new koffi.Union("WireTestUnion");
    expect(() => coded([union])).toThrow(valueError("argument 0"));
  });

  it.each([
    ["more levels", [nested(MAX_DEPTH + 1)], "argument 0[0]"],
    ["more bits", [2n ** BigInt(64 * MAX_BIGINT_WORDS)], "1024 bits"],
    ["more elements", [new Array(MAX_VALUES + 1)], "argument 0"],
    ["2^32 - 1 elements", [new Array(2 ** 32 - 1)], "argument 0"],
    ["more views", [new Array(MAX_VIEWS + 1).fill(new Uint8Array(0))], "argument 0[65536]"],
    ["more errors", [new Array(MAX_ERRORS + 1).fill(new Error())], "argument 0[64]"],
    ["more bytes", [Buffer.alloc(17 * 2 ** 20)], "arena"],
    ["a longer text", ["x".repeat(17 * 2 ** 20)], "text"],
  ])("%s than there may be", (_name, values, words) => {
    expect(() => coded(values)).toThrow(limitError(words));
  });

  it("nothing that is as deep as it may be", () => {
    const deepest = nested(MAX_DEPTH);
    expect(crossed(deepest)).toStrictEqual(deepest);
  });
});

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
