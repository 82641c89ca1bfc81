import {
  givesBackDepth,
  isTheSame,
  isTheSameInAnySlices,
  needsWhatItUses,
  neverBelow,
  type Subject,
  stopsAtTheSamePlace,
} from "@cofferdam/testing/wasm-oracle/compare/fuel-properties.ts";
import type { MeteredModule } from "@cofferdam/testing/wasm-oracle/compare/on-metered.ts";
import { quantiles } from "@cofferdam/testing/wasm-oracle/compare/quantiles.ts";
import { describe, expect, it } from "vitest";
import { assertProperty, holds, subject } from "./assert-properties.ts";

/** A module with nothing in it. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

describe("a metered generated module", () => {
  it("ends as it does unmetered, with the same memory, globals and tables", () => {
    assertProperty(isTheSame(subject), {}, 100);
  });

  it("is never charged less than the instructions it executes", () => {
    const ratios: number[] = [];
    assertProperty(neverBelow(subject, ratios), {}, 100);
    console.log(`charged/executed: ${quantiles(ratios)}`);
  });

  it("is charged the same in slices of any size", () => {
    assertProperty(isTheSameInAnySlices(subject), {}, 40);
  });

  it("runs to its end with the fuel it uses, and not with one unit less", () => {
    assertProperty(needsWhatItUses(subject), {}, 40);
  });

  it("stops at the same place in slices of any size when the fuel does not suffice", () => {
    assertProperty(stopsAtTheSamePlace(subject), {}, 60);
  });

  it("is as deep in calls when it has returned as it was before", () => {
    assertProperty(givesBackDepth(subject), {}, 60);
  });
});

describe("the properties of metered modules", () => {
  const wrong = (change: (module: MeteredModule) => MeteredModule): Subject => {
    return { ...subject, meter: (bytes) => change(subject.meter(bytes)) };
  };

  it("do not hold where the host does not pay for leaves", () => {
    const unpaid = wrong(({ bytes }) => ({ bytes, leafCosts: {} }));
    expect(holds(neverBelow(unpaid), 300)).toBe(false);
  });

  it("do not hold where one unit less is charged than is executed", () => {
    const cheaper = wrong(({ bytes, leafCosts }) => ({
      bytes,
      leafCosts: Object.fromEntries(
        Object.entries(leafCosts).map(([name, cost]) => [name, cost - 1]),
      ),
    }));
    expect(holds(neverBelow(cheaper), 300)).toBe(false);
  });

  it("do not hold where the module is another one", () => {
    const replaced = wrong(({ leafCosts }) => ({ bytes: subject.meter(EMPTY).bytes, leafCosts }));
    expect(holds(isTheSame(replaced), 10)).toBe(false);
  });
});
