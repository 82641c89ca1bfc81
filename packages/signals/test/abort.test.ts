import { describe, expect, it } from "vitest";
import { bothWays, endOf } from "./run.ts";

describe("process.abort()", () => {
  const places = ["at the top", "in a callback", "in a direct callback", "in a nested callback"];
  it.each(places)("ends the process with SIGABRT when called %s", async (place) => {
    const { guarded, bare } = await bothWays("endings", [`abort, ${place}`]);
    expect(endOf(guarded)).toEqual({ status: null, signal: "SIGABRT", timedOut: false });
    expect(endOf(guarded)).toEqual(endOf(bare));
  });
});
