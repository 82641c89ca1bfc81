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

  it.each([9, 101, -1])("refuses %i outside of its range", (size) => {
    expect(() => bytesOf(size, "limit", { min: 10, max: 100 })).toThrow(
      expect.objectContaining({ name: "RangeError", code: "ERR_OPTION_RANGE" }),
    );
  });
});
