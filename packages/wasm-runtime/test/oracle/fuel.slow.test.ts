import {
  givesBackDepth,
  isTheSame,
  isTheSameInAnySlices,
  needsWhatItUses,
  neverBelow,
  stopsAtTheSamePlace,
} from "@cofferdam/testing/wasm-oracle/compare/fuel-properties.ts";
import { quantiles } from "@cofferdam/testing/wasm-oracle/compare/quantiles.ts";
import { describe, it } from "vitest";
import { assertProperty, subject } from "./assert-properties.ts";

const kinds = [
  ["of any kind", {}],
  ["of large functions", { instructions: 500 }],
  ["of deep blocks", { nesting: 25, instructions: 200, iterations: 2 }],
  ["of many iterations", { iterations: 40, nesting: 4 }],
  ["without exceptions", { exceptions: "none" }],
  ["that nothing grows in", { memory: false, tables: false }], // what memory.grow costs, 1000, is most of the difference
  ["of small functions", { tables: false, imports: false, instructions: 25 }],
] as const;

describe.each(kinds)("a great many metered modules %s", (_what, options) => {
  it("end as they do unmetered", () => assertProperty(isTheSame(subject), options, 600));

  it("are never charged less than the instructions they execute", () => {
    const ratios: number[] = [];
    assertProperty(neverBelow(subject, ratios), options, 600);
    console.log(`charged/executed: ${quantiles(ratios)}`);
  });

  it("are charged the same in slices of any size", () => {
    assertProperty(isTheSameInAnySlices(subject), options, 250);
  });

  it("run to their end with the fuel they use, and not with one unit less", () => {
    assertProperty(needsWhatItUses(subject), options, 250);
  });

  it("stop at the same place in slices of any size when the fuel does not suffice", () => {
    assertProperty(stopsAtTheSamePlace(subject), options, 250);
  });

  it("are as deep in calls when they have returned as they were before", () => {
    assertProperty(givesBackDepth(subject), options, 250);
  });
});
