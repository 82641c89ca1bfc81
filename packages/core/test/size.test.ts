import { bytesOf } from "@cofferdam/core";
import { describe, expect, it } from "vitest";

describe("bytesOf(size, name)", () => {
  it.each([
    [0, 0],
    [65_536, 65_536],
    ["12B", 12],
    ["64KiB", 65_536],
    ["1MiB", 1_048_576],
    ["2 GiB", 2 ** 31],
  ])("reads %j as %i bytes", (size, bytes) => {
    expect(bytesOf(size, "size")).toBe(bytes);
  });

  it.each(["", "1", "1MB", "1.5MiB", "MiB", "-1KiB", 1.5, Number.NaN, null, {}])(
    "refuses %j and names the option",
    (size) => {
      expect(() => bytesOf(size as never, "limit")).toThrow(
        expect.objectContaining({
          name: "TypeError",
          code: "ERR_OPTION_TYPE",
          message: expect.stringContaining("`limit`"),
        }),
      );
    },
  );

  it.each([
    ["64KiB", { max: 65_536 }],
    ["1KiB", { min: 1, max: 65_535 }],
    ["10B", { min: 10, max: 100 }],
    ["1048576B", { min: 2 ** 20 }],
  ])("advises a text that it takes: %s, where the range is %j", (example, range) => {
    expect(() => bytesOf("8", "limit", range)).toThrow(
      `Expected a size for \`limit\`, got "8" (string). Give whole bytes, or a text such as "${example}".`,
    );
    expect(bytesOf(example, "limit", range)).toBeTypeOf("number");
  });

  it.each([9, 101, -1])("refuses %i outside of its range", (size) => {
    expect(() => bytesOf(size, "limit", { min: 10, max: 100 })).toThrow(
      expect.objectContaining({ name: "RangeError", code: "ERR_OPTION_RANGE" }),
    );
  });
});
