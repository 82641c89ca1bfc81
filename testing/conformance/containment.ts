/** The guilty guest is contained, and the host is well afterwards. */
import { setTimeout as sleep } from "node:timers/promises";
import { IsolationError, TimeoutError } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import type { Suite } from "./capabilities.ts";
import { type Crimes, catchers, crimesOf } from "./crimes.ts";
import { growthPerRound } from "./growth.ts";
import { linkCrime, openGuest, openPlain } from "./guests.ts";
import { hostTroubles } from "./host-health.mjs";

const SLOW_ONES_PER_ROUND = 1; // each takes its time, or a helper

export function claimsOfContainment(suite: Suite): void {
  for (const crimes of crimesOf(suite)) claimsAbout(suite, crimes);
}

function claimsAbout(suite: Suite, { title, names, Expected }: Crimes): void {
  const { makeLayers, capabilities } = suite;
  describe.each(names)(`a guest that ${title}: %s`, (crime) => {
    it("gets an error, and the host goes on", () => {
      using guest = openGuest(makeLayers(), crime);
      const error = errorOf(linkCrime(guest, crime));
      expect(error).toBeInstanceOf(Expected);
      expect(catchers(suite)).toContain(error.layer);
      expect(error).toMatchObject({ target: guest.path, symbol: crime });
    });

    it.runIf(capabilities.helper)("is made new by itself, and is contained again then", () => {
      using guest = openGuest(makeLayers(), crime);
      const commit = linkCrime(guest, crime);
      const { fault } = errorOf(commit);
      expect(guest.status()).toMatchObject({
        state: "open",
        faults: { [fault.kind]: 1 },
        lastFault: fault,
      });
      expect(errorOf(commit)).toBeInstanceOf(Expected);
      guest.reopen();
      expect(guest.status()).toMatchObject({ state: "open", tainted: false, reopened: 1 });
      expect(errorOf(commit)).toBeInstanceOf(Expected);
    });

    it.skipIf(capabilities.helper)(
      "is quarantined until it is reopened, and is contained again then",
      () => {
        using guest = openGuest(makeLayers(), crime);
        const commit = linkCrime(guest, crime);
        const { fault } = errorOf(commit);
        expect(commit).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }));
        expect(guest.status()).toMatchObject({
          state: "quarantined",
          tainted: true,
          faults: { [fault.kind]: 1 },
          lastFault: fault,
        });
        guest.reopen();
        expect(guest.status()).toMatchObject({ state: "open", tainted: false, reopened: 1 });
        expect(errorOf(commit)).toBeInstanceOf(Expected);
      },
    );

    it("leaves other guests alone", () => {
      using guest = openGuest(makeLayers(), crime);
      using other = openGuest(makeLayers(), "honest");
      const add = other.func("int add(int a, int b)");
      errorOf(linkCrime(guest, crime));
      expect(add(2, 3)).toBe(5);
      expect(other.status()).toMatchObject({ state: "open", tainted: false });
    });

    it("is contained inside another guest's callback, which goes on", () => {
      using guest = openGuest(makeLayers(), crime);
      using other = openGuest(makeLayers(), "honest");
      const commit = linkCrime(guest, crime);
      const apply = other.func("int apply(Transform *cb, int x)");
      const value = apply((x: number) => (errorOf(commit) instanceof Expected ? x + 1 : 0), 41);
      expect(value).toBe(42);
      expect(other.status().tainted).toBe(false);
    });

    it("hands its error on through another guest that it was called from", () => {
      using guest = openGuest(makeLayers(), crime);
      using other = openGuest(makeLayers(), "honest");
      const commit = linkCrime(guest, crime);
      const apply = other.func("int apply(Transform *cb, int x)");
      const error = errorOf(() => apply(() => commit(), 1));
      expect(error).toMatchObject({ symbol: crime, target: guest.path });
      expect(apply((x: number) => x, 42)).toBe(42);
    });

    it("leaves a well host: floats, WebAssembly, event loop, memory", async () => {
      using guest = openGuest(makeLayers(), crime);
      errorOf(linkCrime(guest, crime));
      expect(await hostTroubles()).toEqual([]);
    });

    it("leaves a bystander's thread alone", async () => {
      const bystander = openPlain("bystander");
      const count = bystander.func("long bystander_count(void)");
      expect(bystander.func("int bystander_start(void)")()).toBe(0);
      using guest = openGuest(makeLayers(), crime);
      errorOf(linkCrime(guest, crime));
      const before = count();
      while (count() === before) await sleep(1); // it stands still: the test's time runs out
      expect(bystander.func("int bystander_ok(void)")()).toBe(1);
      bystander.func("void bystander_stop(void)")();
    });

    it("leaves no descriptor and no mapping behind", () => {
      using kept = openGuest(makeLayers(), crime);
      const isSlow = capabilities.helper || Expected === TimeoutError;
      const times = isSlow ? SLOW_ONES_PER_ROUND : undefined;
      const growth = growthPerRound(() => {
        // helpers of one library that die one after the other are not started for ever
        const guest = capabilities.helper ? openGuest(makeLayers(), crime) : kept;
        errorOf(linkCrime(guest, crime));
        guest.reopen();
        if (guest !== kept) guest.dispose();
      }, times);
      expect(growth).toEqual({ descriptors: 0, mappings: 0 });
    });
  });
}

function errorOf(call: () => unknown): IsolationError {
  try {
    call();
  } catch (error) {
    if (error instanceof IsolationError) return error;
    throw error;
  }
  throw new Error("The crime was not contained: it returned.");
}
