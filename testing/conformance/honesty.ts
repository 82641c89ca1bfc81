/** The honest guest passes: each call comes out exactly as with plain koffi. */
import type { IsolationLayer } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callbackCalls } from "./callback-calls.ts";
import type { Suite } from "./capabilities.ts";
import { counter } from "./counter.mjs";
import { type Callable, openGuest, openPlain } from "./guests.ts";
import { honestCalls } from "./honest-calls.ts";
import { noop } from "./noop.mjs";
import { outcomeOf } from "./outcome.ts";

/** Calls that the host gets wrong. koffi refuses them, in its own words. */
const mistakes: readonly [title: string, run: (guest: Callable) => unknown][] = [
  ["too few arguments", (guest) => guest.func("int add(int a, int b)")(1)],
  ["an argument of the wrong type", (guest) => guest.func("int add(int a, int b)")(1, "two")],
  ["text that is a bool", (guest) => guest.func("int count_chars(const char *text)")(true)],
  ["a struct that is none", (guest) => guest.func("double sum_ints16(Ints16 s)")("none")],
  ["a callback that is none", (guest) => guest.func("int apply(Transform *cb, int x)")({}, 1)],
];

export function claimsOfHonesty({ makeLayers }: Suite): void {
  describe("an honest guest", () => {
    const calls = [...honestCalls, ...callbackCalls];
    let guarded: Library;
    let plain: Callable;
    beforeAll(() => {
      guarded = openGuest(makeLayers(), "honest");
      plain = openPlain("honest");
    });
    afterAll(() => guarded.dispose());

    for (const { title, run, value } of calls) {
      it(`${title}, with the value that plain koffi gives`, () => {
        expect(run(plain)).toEqual(value);
        expect(run(guarded)).toEqual(value);
      });
    }

    it.each(mistakes)("that is passed %s is refused as by plain koffi", (_, run) => {
      const refused = outcomeOf(() => run(plain));
      expect(refused).toHaveProperty("threw");
      expect(outcomeOf(() => run(guarded))).toEqual(refused);
    });

    it("gives the same results the second time it is linked and called", () => {
      for (const { run, value } of calls) expect(run(guarded)).toEqual(value);
    });

    it.each([
      ["noop", noop],
      ["counter", counter],
    ])("is not changed by one more layer, a %s, wherever it stands", (_, makeLayer) => {
      for (const layers of withOneMore(makeLayers, () => makeLayer("one more"))) {
        using guest = openGuest(layers, "honest");
        for (const { run, value } of calls) expect(run(guest)).toEqual(value);
      }
    });
  });
}

/** The layers with another one: at the first place, at the second, and so on. */
function withOneMore(
  makeLayers: Suite["makeLayers"],
  makeLayer: () => IsolationLayer,
): readonly (readonly IsolationLayer[])[] {
  const places = [...makeLayers().keys(), makeLayers().length];
  return places.map((place) => makeLayers().toSpliced(place, 0, makeLayer()));
}
