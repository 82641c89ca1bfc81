import { describe, expect, it } from "vitest";
import { builds, compileAddon, resultOf } from "./run.ts";

describe.each(Object.entries(builds).slice(0, 2))(
  "an addon that dies inside malloc, %s",
  (_, flags) => {
    const file = compileAddon("dies_in_malloc.c", ...flags);

    it("has its scopes closed once malloc's lock is free, whichever layer was first", async () => {
      const died = { code: "ERR_ISOLATION_SIGNAL", name: "SIGABRT", symbol: "die" };
      const script = { script: "dies-in-malloc", scenario: "again and again", file };
      expect(await resultOf(script)).toEqual(Array(5).fill(expect.objectContaining(died)));
    });
  },
);
