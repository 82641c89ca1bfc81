import { callbackThunk, gate, show } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";

const shape = { stackBytes: 0, resultBytes: 0 };
const options = { layers: [] };
const address = koffi.address(koffi.load("libc.so.6").symbol("abs"));
const wrap = gate.wrap as (...args: unknown[]) => ReturnType<typeof gate.wrap>;

const refused = (code: string, message: string) => expect.objectContaining({ code, message });
const giveBigint = "Give what the FFI has for the function, as a bigint.";

/** What every function that takes an address refuses. */
const addresses: readonly (readonly [unknown, string, string])[] = [
  [5, "ERR_OPTION_TYPE", `Expected an address for \`address\`, got 5 (number). ${giveBigint}`],
  [
    undefined,
    "ERR_OPTION_TYPE",
    `Expected an address for \`address\`, got undefined. ${giveBigint}`,
  ],
  ...[0n, -1n, 2n ** 64n].map(
    (value) =>
      [
        value,
        "ERR_OPTION_RANGE",
        `Expected 1 to 2^64 - 1 for \`address\`, got ${value} (bigint). ${giveBigint}`,
      ] as const,
  ),
];

const giveBytes = 'Give whole bytes, or a text such as "64KiB".';

/** What is no number of bytes of arguments on a stack. */
const stackBytes: readonly (readonly [unknown, string, string])[] = [
  ...[undefined, Number.NaN, 1.5, "8", null].map(
    (value) =>
      [
        value,
        "ERR_OPTION_TYPE",
        `Expected a size for \`stackBytes\`, got ${show(value)}. ${giveBytes}`,
      ] as const,
  ),
  ...[-8, 1e9, 2 ** 20 + 8].map(
    (value) =>
      [
        value,
        "ERR_OPTION_RANGE",
        `Expected 0 to 1048576 bytes for \`stackBytes\`, got ${value} (number).`,
      ] as const,
  ),
  [
    3,
    "ERR_OPTION_RANGE",
    "Expected a multiple of 8 for `stackBytes`, got 3 (number). Each argument on the stack takes whole words of 8 bytes.",
  ],
];

describe("gate.wrap(address, shape, options) with what makes no sense", () => {
  it.each(addresses)("refuses the address %s", (value, code, message) => {
    expect(() => wrap(value, shape, options)).toThrow(refused(code, message));
  });

  it.each(stackBytes)("refuses %s bytes on the stack", (value, code, message) => {
    expect(() => wrap(address, { ...shape, stackBytes: value }, options)).toThrow(
      refused(code, message),
    );
  });

  it.each([-1, 0.5, Number.NaN, "x", 2 ** 20 + 1])(
    "refuses a result of %s bytes",
    (resultBytes) => {
      expect(() => wrap(address, { ...shape, resultBytes }, options)).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^ERR_OPTION_(TYPE|RANGE)$/),
          message: expect.stringContaining("`resultBytes`"),
        }),
      );
    },
  );

  it.each([
    [3, "3 (number)"],
    ["1", '"1" (string)'],
    [null, "null"],
  ])("refuses a text width of %s", (textWidth, shown) => {
    expect(() => wrap(address, { ...shape, textWidth }, options)).toThrow(
      refused(
        "ERR_OPTION_RANGE",
        `Expected one of 0, 1, 2, 4 for \`textWidth\`, got ${shown}. Leave it out where the result is no text.`,
      ),
    );
  });

  it("refuses a shape that is none, or has a misspelt field", () => {
    expect(() => wrap(address, undefined, options)).toThrow(
      refused(
        "ERR_OPTION_TYPE",
        "Expected an object of options (stackBytes, resultBytes, textWidth) for `shape`, got undefined. " +
          "Give them by name: { stackBytes: … }.",
      ),
    );
    expect(() => wrap(address, { ...shape, stackByte: 8 }, options)).toThrow(
      refused(
        "ERR_OPTION_RANGE",
        "Expected options of `shape` (stackBytes, resultBytes, textWidth), got `stackByte`. Correct or remove it.",
      ),
    );
  });

  it("refuses options that are none, or have a misspelt key", () => {
    expect(() => wrap(address, shape)).toThrow(
      refused(
        "ERR_OPTION_TYPE",
        "Expected an object of options (layers, symbol) for `gate.wrap`, got undefined. " +
          "Give them by name: { layers: … }.",
      ),
    );
    expect(() => wrap(address, shape, { layers: [], name: "abs" })).toThrow(
      refused(
        "ERR_OPTION_RANGE",
        "Expected options of `gate.wrap` (layers, symbol), got `name`. Correct or remove it.",
      ),
    );
  });

  it.each([
    [undefined, "undefined"],
    [5, "5 (number)"],
    [signals(), "an object (object)"],
  ])("refuses %s in place of a list of layers", (layers, shown) => {
    expect(() => wrap(address, shape, { layers })).toThrow(
      refused(
        "ERR_OPTION_TYPE",
        `Expected a list for \`layers\`, got ${shown}. Write { layers: [signals(), stack()] }.`,
      ),
    );
  });

  it("refuses what is no layer in the list, as isolate does", () => {
    expect(() => wrap(address, shape, { layers: [signals] })).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_INVALID" }),
    );
  });

  it("refuses a symbol that is no string", () => {
    expect(() => wrap(address, shape, { layers: [], symbol: 5 })).toThrow(
      refused(
        "ERR_OPTION_TYPE",
        "Expected a string for `symbol`, got 5 (number). Give what errors should call the function.",
      ),
    );
  });

  it("accepts the largest of everything", () => {
    const largest = { stackBytes: 2 ** 20, resultBytes: 2 ** 20, textWidth: 4 };
    using wrapped = wrap(2n ** 64n - 1n, largest, { layers: [], symbol: "" });
    expect(wrapped.address).toBeTypeOf("bigint");
  });
});

describe("callbackThunk(address, stackBytes) with what makes no sense", () => {
  const thunk = callbackThunk as (...args: unknown[]) => unknown;

  it.each(addresses)("refuses the address %s", (value, code, message) => {
    expect(() => thunk(value, 0)).toThrow(refused(code, message));
  });

  it.each(stackBytes)("refuses %s bytes on the stack", (value, code, message) => {
    expect(() => thunk(address, value)).toThrow(refused(code, message));
  });

  it("takes none of the gate's 1024 callbacks for it", () => {
    for (let time = 0; time < 1500; time++) expect(() => thunk(0n, 0)).toThrow(RangeError);
    callbackThunk(address, 0).dispose();
  });
});
