import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";

describe("signals(options)", () => {
  it("takes every value that it documents", () => {
    for (const afterFault of ["quarantine", "continue", "promote", "exit"] as const) {
      expect(signals({ afterFault })).toMatchObject({ name: "signals", afterFault });
    }
    for (const onReplaced of ["repair", "report"] as const) signals({ onReplaced });
    for (const registers of [true, false]) signals({ registers });
  });

  it("leaves what becomes of a library to others by default", () => {
    expect(signals()).not.toHaveProperty("afterFault");
  });

  it.each([
    ["afterFault", "x", "ERR_OPTION_RANGE", RangeError],
    ["afterFault", null, "ERR_OPTION_RANGE", RangeError],
    ["onReplaced", "fix", "ERR_OPTION_RANGE", RangeError],
    ["onReplaced", 1, "ERR_OPTION_RANGE", RangeError],
    ["registers", "yes", "ERR_OPTION_TYPE", TypeError],
    ["registers", 1, "ERR_OPTION_TYPE", TypeError],
  ])("refuses %s: %o, and says what it takes", (name, value, code, Class) => {
    const create = () => signals({ [name]: value } as never);
    expect(create).toThrow(Class);
    expect(create).toThrow(expect.objectContaining({ code }));
    expect(create).toThrow(`for \`${name}\``);
    expect(create).toThrow(/^Expected (one of "\w+", "\w+"|true or false)/);
  });
});
