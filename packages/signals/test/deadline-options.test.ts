import { type DeadlineOptions, deadline } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";

const make = (options?: unknown) => () => deadline(options as DeadlineOptions);

describe("deadline(options)", () => {
  it.each([
    [{ timeout: 1 }],
    [{ timeout: 1.5, grace: 0 }],
    [{ timeout: 2 ** 32 - 2, grace: 2 ** 32 - 2 }],
    [{ timeout: Number.POSITIVE_INFINITY, grace: Number.POSITIVE_INFINITY }],
  ])("takes %j", (options) => {
    expect(make(options)()).toMatchObject({ name: "deadline" });
  });

  it("says what becomes of a library only when it is told to", () => {
    const afterFault = "continue";
    expect(deadline({ timeout: 1, afterFault })).toMatchObject({ afterFault });
    expect(deadline({ timeout: 1 })).not.toHaveProperty("afterFault");
  });

  it.each([[undefined], [{}], [{ grace: 5 }], [{ timeout: undefined }]])(
    "says that the timeout is missing in %j",
    (options) => {
      expect(make(options)).toThrow(expect.objectContaining({ code: "ERR_OPTION_TYPE" }));
      expect(make(options)).toThrow("Expected milliseconds for `timeout`, got none.");
      expect(make(options)).toThrow("deadline({ timeout: 1000 })");
    },
  );

  it.each([
    [null, "ERR_OPTION_TYPE", "for `deadline`"],
    ["1s", "ERR_OPTION_TYPE", "for `deadline`"],
    [1000, "ERR_OPTION_TYPE", "for `deadline`"],
    [{ timeout: "1s" }, "ERR_OPTION_TYPE", "for `timeout`"],
    [{ timeout: null }, "ERR_OPTION_TYPE", "for `timeout`"],
    [{ timeout: 5n }, "ERR_OPTION_TYPE", "for `timeout`"],
    [{ timeout: Number.NaN }, "ERR_OPTION_RANGE", "for `timeout`"],
    [{ timeout: 0 }, "ERR_OPTION_RANGE", "for `timeout`"],
    [{ timeout: -1 }, "ERR_OPTION_RANGE", "for `timeout`"],
    [{ timeout: Number.NEGATIVE_INFINITY }, "ERR_OPTION_RANGE", "for `timeout`"],
    [{ timeout: 2 ** 32 }, "ERR_OPTION_RANGE", "for `timeout`"],
    [{ timeout: 1, grace: "no" }, "ERR_OPTION_TYPE", "for `grace`"],
    [{ timeout: 1, grace: -1 }, "ERR_OPTION_RANGE", "for `grace`"],
    [{ timeout: 1, grace: Number.NaN }, "ERR_OPTION_RANGE", "for `grace`"],
    [{ timeout: 1, afterFault: "x" }, "ERR_OPTION_RANGE", "for `afterFault`"],
    [{ timeout: 1, graec: 1 }, "ERR_OPTION_RANGE", "got `graec`"],
  ])("refuses %o", (options, code, words) => {
    expect(make(options)).toThrow(expect.objectContaining({ code }));
    expect(make(options)).toThrow(words);
    expect(make(options)).toThrow(/^Expected .*\.$/);
  });
});
