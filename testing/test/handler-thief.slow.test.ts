/** A guest that takes away the process's SIGSEGV handler is noticed, and its successors are contained. */
import { beforeAll, describe, expect, it } from "vitest";
import { runChild } from "../child.ts";
import { buildGuests } from "../guests/build.mjs";

const SCRIPT = new URL("../fixtures/handler-thief.mjs", import.meta.url);

beforeAll(buildGuests);

describe.each(["signals", "signals, stack"])("[%s] after a guest took away the handler", (list) => {
  it.each([
    ["when the next function is linked", "link"],
    ["when status() is asked", "status"],
    ["by a timer, when nobody asks", "timer"],
  ])("puts it back %s: a crash is contained, and WebAssembly still traps", async (_, way) => {
    const report = await theft(list, way, 1);
    expect(report).toEqual({
      code: "ERR_ISOLATION_SIGNAL",
      handlers: { replaced: 1, repaired: 1 },
      troubles: [],
    });
  });

  it("puts it back every time, and says how often", async () => {
    const report = await theft(list, "status", 20);
    expect(report).toEqual({
      code: "ERR_ISOLATION_SIGNAL",
      handlers: { replaced: 20, repaired: 20 },
      troubles: [],
    });
  });
});

async function theft(list: string, way: string, times: number): Promise<unknown> {
  const child = await runChild(SCRIPT, { args: [list, way, String(times)] });
  expect(child, child.stderr).toMatchObject({ status: 0, signal: null });
  return child.report();
}
