/** Calls on other threads: as the synchronous ones, and each fault is its own call's. */
import { type IsolationError, SignalError, StackOverflowError } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import "./honest-types.ts";
import type { Suite } from "./capabilities.ts";
import { linkCrime, openGuest } from "./guests.ts";
import { hostTroubles } from "./host-health.mjs";

const ADD = "int add(int a, int b)";
const CRIMES = { null_write: SignalError, abort_call: SignalError };
const OVERFLOWS = { stack_overflow_large: StackOverflowError };

/** Each with its result. */
const honest: readonly (readonly [prototype: string, args: readonly unknown[], value: unknown])[] =
  [
    [ADD, [2, 3], 5],
    ["double dadd(double a, double b)", [0.5, 0.25], 0.75],
    ["int count_chars(const char *text)", ["four"], 4],
    ["double sum_ints16(Ints16 s)", [{ a: 1, b: 2 }], 3],
    ["int apply(Transform *cb, int x)", [(x: number) => 2 * x, 21], 42],
  ];

export function claimsOfAsynchrony({ makeLayers, capabilities }: Suite): void {
  const { switchesStack, contains = {} } = capabilities;
  if (!switchesStack) {
    describe("an asynchronous call without a stack of its own", () => {
      it("is refused, by its promise, and looking at it is not", async () => {
        using guest = openGuest(makeLayers(), "honest");
        const { async: add } = guest.func(ADD);
        const unavailable = { code: "ERR_LAYER_UNAVAILABLE" };
        await expect(add(1, 2)).rejects.toThrow(expect.objectContaining(unavailable));
      });
    });
    return;
  }

  describe("an asynchronous call", () => {
    it.each(honest)("of an honest guest resolves: %s", async (prototype, args, value) => {
      using guest = openGuest(makeLayers(), "honest");
      expect(await guest.func(prototype).async(...args)).toEqual(value);
    });

    it("is one of a hundred at once, and each has its own result", async () => {
      using guest = openGuest(makeLayers(), "honest");
      const { async: add } = guest.func(ADD);
      const numbers = Array.from({ length: 100 }, (_, number) => number);
      const sums = await Promise.all(numbers.map((number) => add(number, 1)));
      expect(sums).toEqual(numbers.map((number) => number + 1));
      expect(guest.status().calls).toBe(100);
    });

    const crimes = { ...(contains.signal && CRIMES), ...(contains.stackOverflow && OVERFLOWS) };
    it.each(Object.entries(crimes))(
      "rejects with the guest's fault, and the host goes on: %s",
      async (crime, Expected) => {
        using guest = openGuest(makeLayers(), crime);
        using other = openGuest(makeLayers(), "honest");
        const { async: add } = other.func(ADD);
        const sums = [1, 2, 3].map((number) => add(number, number));
        const commit = linkCrime(guest, crime) as unknown as { async: () => Promise<unknown> };
        const error = await commit.async().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Expected);
        expect(error).toMatchObject({ target: guest.path, symbol: crime });
        expect(makeLayers().map(({ name }) => name)).toContain((error as IsolationError).layer);
        expect(await Promise.all(sums)).toEqual([2, 4, 6]);
        const quarantined = { code: "ERR_ISOLATION_QUARANTINED" };
        await expect(commit.async()).rejects.toThrow(expect.objectContaining(quarantined));
        guest.reopen();
        await expect(commit.async()).rejects.toThrow(Expected);
        expect(await hostTroubles()).toEqual([]);
      },
    );
  });
}
