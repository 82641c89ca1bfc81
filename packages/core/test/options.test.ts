import { checkKeys } from "@cofferdam/core";
import { deadline } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";

describe("checkKeys(options, known, where)", () => {
  it("accepts known keys and none", () => {
    expect(() => checkKeys({ size: 1 }, ["size", "align"], "stack")).not.toThrow();
    expect(() => checkKeys({}, [], "stack")).not.toThrow();
  });

  it("refuses a misspelt key and names it with those that exist", () => {
    expect(() => checkKeys({ sise: 1 }, ["size", "align"], "stack")).toThrow(
      expect.objectContaining({
        code: "ERR_OPTION_RANGE",
        message: "Expected options of `stack` (size, align), got `sise`. Correct or remove it.",
      }),
    );
  });

  it.each([null, undefined, 5, "size"])("refuses %j in place of an object", (options) => {
    expect(() => checkKeys(options as never, ["size"], "stack")).toThrow(
      expect.objectContaining({ name: "TypeError", code: "ERR_OPTION_TYPE" }),
    );
  });

  it("says what the options are, which is true also where they cannot be left out", () => {
    expect(() => deadline(100 as never)).toThrow(
      "Expected an object of options (timeout, grace, afterFault) for `deadline`, got 100 (number). " +
        "Give them by name: { timeout: … }.",
    );
    expect(() => stack("1MiB" as never)).toThrow(
      'Expected an object of options (size) for `stack`, got "1MiB" (string). ' +
        "Give them by name: { size: … }.",
    );
  });
});
