import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { bothWays, endOf, run } from "./run.ts";

const other = compileGuest(new URL("guests/own_handler.c", import.meta.url));
const orders = ["before", "after"];
const kinds = ["chaining", "not chaining"];
const cases = orders.flatMap((order) => kinds.map((kind) => ({ order, kind })));

describe("another library's SIGSEGV handler", () => {
  it.each(cases)(
    "$kind, installed $order ours, still mends its own faults by returning",
    async ({ order, kind }) => {
      const { guarded, bare } = await bothWays("own-handler", [other, order, kind]);
      const found = { before: 50, faults: 50, returned: 50, seen: 50 };
      expect(bare.report()).toEqual(found);
      expect(guarded.report()).toMatchObject(found);
      expect(endOf(guarded)).toEqual(endOf(bare));
    },
  );

  it.each(cases)(
    "$kind, installed $order ours, still mends its own faults by jumping",
    async ({ order, kind }) => {
      const { guarded, bare } = await bothWays("own-handler", [other, order, kind, "jump"]);
      expect(endOf(guarded)).toEqual(endOf(bare));
      expect(guarded.report()).toMatchObject({ faults: 50, returned: 50, jumped: 50, seen: 100 });
    },
  );

  it.each(cases)(
    "$kind, installed $order ours, lets the process die of other faults",
    async ({ order, kind }) => {
      const { guarded, bare } = await bothWays("own-handler", [other, order, kind, "crash"]);
      expect(guarded.report()).toMatchObject({ faults: 50, returned: 50 });
      expect(endOf(guarded)).toEqual({ status: null, signal: "SIGSEGV", timedOut: false });
      expect(endOf(guarded)).toEqual(endOf(bare));
    },
  );

  it("is counted when it replaced ours, and not when it was there before", async () => {
    const before = await run("guarded", "own-handler", [other, "before", "chaining"]);
    const after = await run("guarded", "own-handler", [other, "after", "chaining"]);
    expect(before.report()).toMatchObject({ handlers: { replaced: 0, repaired: 0 } });
    expect(after.report()).toMatchObject({ handlers: { replaced: 1, repaired: 1 } });
  });
});
