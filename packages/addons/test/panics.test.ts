import { describe, expect, it } from "vitest";
import { compileAddon, resultOf, resultsOf } from "./run.ts";

const builds = { lazy: ["-Wl,-z,lazy"], "full RELRO": ["-Wl,-z,now", "-fno-plt"] };
const reasons = {
  "out of range": { type: "std::out_of_range", reason: "past the end of the addon" },
  terminated: { type: "std::runtime_error", reason: "nobody may catch this" },
};
const panic = { code: "ERR_ISOLATION_PANIC" };

describe.each(Object.entries(builds))("a C++ exception that leaves an addon, %s", (_, flags) => {
  const file = compileAddon("throws.cc", ...flags);
  const resultOf = resultsOf({ script: "panics", file });

  it("is thrown as a panic, after the destructors on its way have run", async () => {
    expect(await resultOf("throws")).toEqual({ ...panic, ...reasons["out of range"] });
    expect(await resultOf("live scopes")).toBe(0);
  });

  it("may leave a handle scope open", async () => {
    expect(await resultOf("throws past a scope")).toMatchObject({ ...panic, type: "int" });
  });

  it("is named in the fault where std::terminate stops it", async () => {
    const expected = { code: "ERR_ISOLATION_SIGNAL", ...reasons.terminated };
    expect(await resultOf("terminates")).toEqual(expected);
  });

  it("is the addon's own business when it catches it", async () => {
    expect(await resultOf("catches")).toEqual({ value: "caught inside" });
  });

  it("may happen 10,000 times", async () => {
    expect(await resultOf("10,000 times")).toBe(0);
  });
});

describe("a C++ exception that leaves an addon, in no layers", () => {
  const file = compileAddon("throws.cc");
  it("is thrown as a panic: the gate alone stops it", async () => {
    const script = { script: "panics", scenario: "throws", layers: "no layers", file };
    expect(await resultOf(script)).toEqual({ ...panic, ...reasons["out of range"] });
  });
});
