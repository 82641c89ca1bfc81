import { stack } from "@cofferdam/stack";
import { describe, expect, it } from "vitest";

describe("stack(options)", () => {
  const wrong = {
    ERR_OPTION_TYPE: ["1 MB", "1mib", "-1KiB", "1e6", "", "MiB", 1.5, Number.NaN, true, {}, [], 1n],
    ERR_OPTION_RANGE: [0, -1, 4096, "1KiB", 2 ** 30 + 1, "2GiB", Number.MAX_SAFE_INTEGER],
  };
  for (const [code, values] of Object.entries(wrong)) {
    it.each(values.map((value) => [value]))(`refuses the size %o with ${code}`, (size) => {
      const create = () => stack({ size } as never);
      expect(create).toThrow(code === "ERR_OPTION_TYPE" ? TypeError : RangeError);
      expect(create).toThrow(expect.objectContaining({ code }));
      expect(create).toThrow("for `size`");
    });
  }

  it.each([[16_384], ["16KiB"], ["64 KiB"], ["1GiB"], [65_537]])("takes the size %o", (size) => {
    expect(stack({ size })).toMatchObject({ name: "stack", inside: ["signals"] });
  });
});
