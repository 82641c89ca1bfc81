import { describe, expect, it } from "vitest";
import { layerLists } from "./layer-lists.js";
import { reportOf } from "./run.js";

interface Usage {
  readonly descriptors: number;
  readonly mappings: number;
  readonly kibibytes: number;
}

const ROUNDS = 1300;
/** The heaps of V8 and malloc breathe: so much is not a leak, after twice as many rounds to warm up. */
const BREATH_KIB = 6 * 1024; // Node 26 takes one step of 5 MiB, later than the others
const BREATH_MAPPINGS = 8;
/** The young generation would grow to its full size, in steps of 64 mappings. */
const nodeArgs = ["--max-semi-space-size=1"];

describe.each(layerLists)("doing it over and over takes nothing more, in %s:", (layers) => {
  const works = ["open, link, call, dispose", "open, link, forget"];
  const crashes = ["open, link, crash, dispose", "crash, reopen"];
  const asynchronous = ["open, call asynchronously, forget"];
  it.each([
    ...works,
    ...(layers === "no layers" ? [] : crashes),
    ...(layers.includes("stack") ? asynchronous : []),
  ])("%s", async (scenario) => {
    const report = await reportOf({
      ...{ script: "leaks", scenario, layers, args: [String(ROUNDS)], nodeArgs },
    });
    const { warm, after } = report as { warm: Usage; after: Usage };
    expect(after.descriptors).toBe(warm.descriptors);
    expect(after.mappings - warm.mappings).toBeLessThan(BREATH_MAPPINGS);
    expect(after.kibibytes - warm.kibibytes).toBeLessThan(BREATH_KIB);
  });
});
