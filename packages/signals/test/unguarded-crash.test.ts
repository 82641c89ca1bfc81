import { describe, expect, it } from "vitest";
import { bothWays, endOf } from "./run.ts";

describe("a crash in a plain koffi call of a library that is guarded too", () => {
  const places = ["at the top", "in a callback", "in a direct callback", "in a nested callback"];
  const crimes = [
    ["bus_error", "SIGBUS"],
    ["abort_call", "SIGABRT"],
    ["divide_by_zero", "SIGFPE"],
    ["stack_overflow_small", "SIGSEGV"],
  ] as const;
  for (const place of places) {
    it.each(crimes)(`ends the process: %s ${place}, with %s`, async (crime, signal) => {
      const { guarded, bare } = await bothWays("endings", [`crash, ${place}`, crime]);
      expect(endOf(guarded)).toEqual({ status: null, signal, timedOut: false });
      expect(endOf(guarded)).toEqual(endOf(bare));
    });
  }
});
