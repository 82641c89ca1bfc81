import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultsOf } from "./run.ts";

describe.each(Object.entries(builds))("an addon with a deadline, %s", (_, flags) => {
  const file = compileAddon("crimes.c", ...flags);
  const resultOf = resultsOf({ script: "deadline", file });

  it.each(["in its own code", "calling Node"])(
    "is stopped when it loops for ever, %s",
    async (how) => {
      expect(await resultOf(how)).toEqual(Array(5).fill("ERR_ISOLATION_TIMEOUT"));
    },
  );

  it("is called again", async () => {
    expect(await resultOf("honest")).toBe(3);
  });
});
