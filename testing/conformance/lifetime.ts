/** From open to dispose. */
import { setTimeout as sleep } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { describe, expect, it } from "vitest";
import { libraryPath } from "../guests/crimes.mjs";
import type { Suite } from "./capabilities.ts";
import { growthPerRound } from "./growth.ts";
import { copyOf, openGuest } from "./guests.ts";

const ADD = "int add(int a, int b)";

/** Everything that a disposed library refuses. */
const uses: readonly [title: string, use: (guest: Library) => unknown][] = [
  ["link a function", (guest) => guest.func(ADD)],
  ["look up a symbol", (guest) => guest.symbol("add")],
  ["look up a variable", (guest) => guest.variable("global_int", "int")],
  ["register a callback", (guest) => guest.register(() => 0, "Transform *")],
  ["reopen", (guest) => guest.reopen()],
];

export function claimsOfLifetime({ makeLayers, capabilities }: Suite): void {
  describe("an open guest", () => {
    it("shows its layers in status(), outermost first", () => {
      using guest = openGuest(makeLayers(), "honest");
      const names = makeLayers().map(({ name }) => name);
      expect(guest.status().layers.map(({ name }) => name)).toEqual(names);
    });

    it("shows itself in status(): open, untainted, without a fault", () => {
      using guest = openGuest(makeLayers(), "honest");
      expect(guest.status()).toMatchObject({
        target: libraryPath("honest"),
        kind: "library",
        state: "open",
        tainted: false,
        faults: {},
        lastFault: null,
        reopened: 0,
      });
    });

    it("shows in status() each function, how often it was called and where it runs", () => {
      using guest = openGuest(makeLayers(), "honest");
      const add = guest.func(ADD);
      for (const n of [1, 2, 3]) add(n, n);
      const place = capabilities.switchesStack ? "switched" : "in-place";
      const mode = capabilities.helper ? "helper" : place;
      expect(guest.status().functions).toMatchObject([{ symbol: "add", calls: 3, mode }]);
      expect(guest.status().calls).toBe(3);
    });

    it("says in status() why a function runs in place although a layer would switch stacks", () => {
      using guest = openGuest(makeLayers(), "honest");
      guest.func("int sum_variadic(int n, ...)");
      const because = capabilities.switchesStack ? expect.stringContaining("variadic") : undefined;
      const [shown] = guest.status().functions;
      expect(shown?.mode).toBe(capabilities.helper ? "helper" : "in-place");
      expect(shown?.because).toEqual(because);
    });

    it("is the same when it is opened with a promise", async () => {
      using guest = await isolate(makeLayers()).open(library(libraryPath("honest")));
      expect(guest.func(ADD)(2, 3)).toBe(5);
    });

    it("stays loaded as long as one of its functions can be called", async () => {
      const add = openGuest(makeLayers(), "honest").func(ADD);
      for (let round = 0; round < 5; round++) {
        globalThis.gc?.();
        await sleep(1);
      }
      expect(add(2, 3)).toBe(5);
    });

    it("starts anew when it is reopened, and its functions go on working", () => {
      using copy = copyOf("honest"); // the original is loaded by others too, and so keeps its state
      using guest = isolate(makeLayers()).openSync(library(copy.path));
      const next = guest.func("int counter_next(void)");
      expect([next(), next()]).toEqual([1, 2]);
      guest.reopen();
      expect(next()).toBe(1);
      expect(guest.status()).toMatchObject({ reopened: 1, fresh: true });
    });

    it("is not disposed or reopened in the middle of a call", () => {
      using guest = openGuest(makeLayers(), "honest");
      const apply = guest.func("int apply(Transform *cb, int x)");
      const busy = expect.objectContaining({ code: "ERR_TARGET_BUSY" });
      const value = apply((x: number) => {
        expect(() => guest.dispose()).toThrow(busy);
        expect(() => guest.reopen()).toThrow(busy);
        return x + 1;
      }, 41);
      expect(value).toBe(42);
    });
  });

  describe("a disposed guest", () => {
    it("refuses a call, and names the function", () => {
      const guest = openGuest(makeLayers(), "honest");
      const add = guest.func(ADD);
      guest.dispose();
      expect(() => add(1, 2)).toThrow(
        expect.objectContaining({
          code: "ERR_TARGET_DISPOSED",
          message: expect.stringContaining("add"),
        }),
      );
    });

    it.each(uses)("refuses to %s", (_, use) => {
      const guest = openGuest(makeLayers(), "honest");
      guest.dispose();
      expect(() => use(guest)).toThrow(expect.objectContaining({ code: "ERR_TARGET_DISPOSED" }));
    });

    it("may be disposed again, and shows that it was", () => {
      const guest = openGuest(makeLayers(), "honest");
      guest.dispose();
      guest.dispose();
      expect(guest.status().state).toBe("disposed");
    });

    it("is one that left its `using` block", () => {
      const outlives = (() => {
        using guest = openGuest(makeLayers(), "honest");
        return guest;
      })();
      expect(outlives.status().state).toBe("disposed");
    });

    it("leaves no descriptor and no mapping behind", () => {
      const growth = growthPerRound(
        () => {
          using guest = openGuest(makeLayers(), "honest");
          guest.func(ADD)(1, 2);
        },
        capabilities.helper ? 1 : undefined, // each is a process
      );
      expect(growth).toEqual({ descriptors: 0, mappings: 0 });
    });
  });
}
