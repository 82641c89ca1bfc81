import { type ErrorCode, errorTable, fail, SetupError, show } from "@cofferdam/core";
import { describe, expect, it } from "vitest";

describe("fail(code, message)", () => {
  it.each(Object.keys(errorTable) as ErrorCode[])("makes an Error that carries %s", (code) => {
    const cause = new Error("why");
    const error = fail(code, "What happened.", { cause });
    expect(error).toMatchObject({ code, message: "What happened.", cause });
  });

  it("keeps setup failures, guest faults and host misuse apart", () => {
    const families = Object.keys(errorTable).map((code) => {
      const error = fail(code as ErrorCode, "");
      if (error instanceof SetupError) return "setup";
      if (error instanceof TypeError || error instanceof RangeError) return "misuse";
      return code;
    });
    expect(new Set(families)).toEqual(new Set(["setup", "misuse", "ERR_ISOLATION_QUARANTINED"]));
  });
});

describe("show(value)", () => {
  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["x", '"x" (string)'],
    [1.5, "1.5 (number)"],
    [2n, "2 (bigint)"],
    [[1], "an array (object)"],
    [{}, "an object (object)"],
    [describe, "describe (function)"],
    [Symbol("s"), "Symbol(s) (symbol)"],
  ])("says what %s is", (value, text) => {
    expect(show(value)).toContain(text.replace("describe ", ""));
  });
});
