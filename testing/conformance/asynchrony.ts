/** Calls on other threads: as the synchronous ones, and each fault is its own call's. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import "./honest-types.ts";
import type { Suite } from "./capabilities.ts";
import { catchers, crimesOf } from "./crimes.ts";
import { linkCrime, openGuest } from "./guests.ts";
import { hostTroubles } from "./host-health.mjs";

const ADD = "int add(int a, int b)";
/** Of each kind, so many are enough here. */
const CRIMES_OF_A_KIND = 2;

/** Each with its result. */
const honest: readonly (readonly [prototype: string, args: readonly unknown[], value: unknown])[] =
  [
    [ADD, [2, 3], 5],
    ["double dadd(double a, double b)", [0.5, 0.25], 0.75],
    ["int count_chars(const char *text)", ["four"], 4],
    ["double sum_ints16(Ints16 s)", [{ a: 1, b: 2 }], 3],
    ["int apply(Transform *cb, int x)", [(x: number) => 2 * x, 21], 42],
  ];

export function claimsOfAsynchrony(suite: Suite): void {
  const { makeLayers, capabilities } = suite;
  if (!capabilities.switchesStack && !capabilities.helper) {
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

    const crimes = crimesOf(suite).flatMap(({ names, Expected }) =>
      names.slice(0, CRIMES_OF_A_KIND).map((name) => [name, Expected] as const),
    );
    it.each(crimes)(
      "rejects with the guest's fault, and the host goes on: %s",
      async (crime, Expected) => {
        using guest = openGuest(makeLayers(), crime);
        using other = openGuest(makeLayers(), "honest");
        const { async: add } = other.func(ADD);
        const sums = [1, 2, 3].map((number) => add(number, number));
        const commit = linkCrime(guest, crime);
        const error = await commit.async().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Expected);
        expect(error).toMatchObject({ target: guest.path, symbol: crime });
        expect(catchers(suite)).toContain((error as { layer: string }).layer);
        expect(await Promise.all(sums)).toEqual([2, 4, 6]);
        const quarantined = { code: "ERR_ISOLATION_QUARANTINED" };
        const again = capabilities.helper ? Expected : expect.objectContaining(quarantined);
        await expect(commit.async()).rejects.toThrow(again);
        guest.reopen();
        await expect(commit.async()).rejects.toThrow(Expected);
        expect(await hostTroubles()).toEqual([]);
      },
    );

    it("is told of its own fault, whatever others do at the same time", async () => {
      const guests = crimes.map(([crime]) => [crime, openGuest(makeLayers(), crime)] as const);
      const calls = guests.map(([crime, guest]) => linkCrime(guest, crime).async());
      const errors = await Promise.all(calls.map((call) => call.catch((error: unknown) => error)));
      expect(errors).toMatchObject(guests.map(([symbol, { path }]) => ({ symbol, target: path })));
      for (const [at, [, Expected]] of crimes.entries()) {
        expect(errors[at]).toBeInstanceOf(Expected);
      }
      for (const [, guest] of guests) guest.dispose();
    });
  });

  if (capabilities.contains?.timeout) claimsOfEndedCalls(suite);
  else if (capabilities.helper)
    return; // it ends calls, but none of these takes long
  else claimsOfCallsThatGoOn(suite);
}

/** A layer can end calls. */
function claimsOfEndedCalls(suite: Suite): void {
  const { makeLayers } = suite;
  const hangs = crimesOf(suite).filter(({ title }) => title === "never returns");
  const cases = hangs.flatMap(({ names, Expected }) => names.map((n) => [n, Expected] as const));

  describe("an asynchronous call that is aborted", () => {
    it.each(cases)(
      "rejects with the signal's reason, ends, and leaves others alone: %s",
      async (crime, Expected) => {
        using guest = openGuest(makeLayers(), crime);
        using other = openGuest(makeLayers(), "honest");
        const { async: add } = other.func(ADD);
        const commit = linkCrime(guest, crime);
        const [controller, reason] = [new AbortController(), new Error("no longer needed")];
        const call = commit.async({ signal: controller.signal });
        const sums = [1, 2, 3].map((number) => add(number, number));
        await sleep(10); // it runs
        controller.abort(reason);
        await expect(call).rejects.toBe(reason);
        expect(await Promise.all(sums)).toEqual([2, 4, 6]);
        expect(await faultOf(guest)).toMatchObject({ kind: "timeout", aborted: true });
        guest.reopen();
        await expect(commit.async()).rejects.toThrow(Expected);
        expect(await hostTroubles()).toEqual([]);
      },
    );
  });
}

/** The promise of an aborted call is settled at once: its fault comes when it has really ended. */
async function faultOf(guest: Library): Promise<Fault> {
  for (;;) {
    const { lastFault } = guest.status();
    if (lastFault) return lastFault;
    await sleep(1);
  }
}

let lastFill = 0;

/** Is no call of it running any more? */
function hasEnded(guest: Library): boolean {
  try {
    guest.reopen();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_TARGET_BUSY") throw error;
    return false;
  }
}

/** No layer can end a call. */
function claimsOfCallsThatGoOn({ makeLayers }: Suite): void {
  describe("an asynchronous call that is aborted", () => {
    it("rejects with the signal's reason; the guest goes on, with what it was lent", async () => {
      using guest = openGuest(makeLayers(), "honest");
      const { async: sumLater } = guest.func(
        "int sum_later(const uint8_t *bytes, int length, int ms)",
      );
      const lastSum = guest.func("int last_sum(void)");
      const [controller, reason] = [new AbortController(), new Error("no longer needed")];
      const bytes = Buffer.alloc(5000, ++lastFill); // the guest keeps the last sum from list to list
      const call = sumLater(bytes, bytes.length, 50, { signal: controller.signal });
      await sleep(10);
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
      while (lastSum() !== 5000 * lastFill) await sleep(1);
      while (!hasEnded(guest)) await sleep(1);
      expect(guest.status()).toMatchObject({ state: "open", faults: {} });
      expect(await guest.func(ADD).async(20, 22)).toBe(42);
    });
  });
}
