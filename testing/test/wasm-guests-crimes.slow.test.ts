/**
 * The hostile WebAssembly guests on V8 as it is, each in a child of its own: those that hang, hold and grow. And on
 * Node 26, whose V8 has every feature, those that the running one cannot commit and those that come to an end.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type FoundNode, findNode } from "../nodes/find.mjs";
import { buildWasmGuests } from "../wasm/build.mjs";
import { type WasmCrime, wasmCrimes } from "../wasm/crimes.mjs";
import { missingFeatures } from "../wasm/features.mjs";
import { inParallel } from "./in-parallel.ts";
import { commitRaw, expectCrime, isQuick, type RawRun } from "./wasm-raw.ts";

/** More than the slowest compiler takes on a busy machine. */
const BUILD_MS = 600_000;
/** For all of them, one after the other on a busy machine. */
const COMMIT_MS = 600_000;
/** A guest that does not come back for so long hangs. */
const HANG_MS = 1000;
const PATIENCE_MS = 20_000;

const running = findNode(Number.parseInt(process.versions.node, 10));
const newest = findNode(26);

beforeAll(buildWasmGuests, BUILD_MS);

describe(`raw V8 of Node ${running.major}, without a layer`, () => {
  const slow = wasmCrimes.filter((crime) => !isQuick(crime));
  claimsAbout(running, slow.filter(isPossible));
  for (const { name, needs } of slow.filter((crime) => !isPossible(crime))) {
    it.skip(`is at the mercy of ${name}: this V8 has no ${missingFeatures(needs).join(", ")}`);
  }
});

if (newest.major !== running.major) {
  describe("raw V8 of Node 26, without a layer", () => {
    const more = wasmCrimes.filter((crime) => isQuick(crime) || !isPossible(crime));
    if (newest.path) claimsAbout(newest, more);
    else it.skip(`is at the mercy of every guest: ${newest.missing}`);
  });
}

function isPossible({ needs }: WasmCrime): boolean {
  return missingFeatures(needs).length === 0;
}

function claimsAbout({ path }: FoundNode, crimes: readonly WasmCrime[]): void {
  const runs = new Map<WasmCrime, RawRun>();
  const commit = async (some: readonly WasmCrime[], limitMs: number) => {
    const run = await commitRaw(some, limitMs, path);
    for (const crime of some) runs.set(crime, run);
  };
  beforeAll(async () => {
    await commit(crimes.filter(isQuick), PATIENCE_MS);
    await inParallel(
      crimes.filter((crime) => !isQuick(crime)),
      (crime) => commit([crime], crime.raw.kind === "hangs" ? HANG_MS : PATIENCE_MS),
    );
  }, COMMIT_MS);

  it.each(crimes)("is at the mercy of a guest that $title ($name)", (crime) => {
    const run = runs.get(crime);
    expect(run).toBeDefined();
    if (run) expectCrime(crime, run);
  });
}
