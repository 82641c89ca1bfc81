/** The hostile WebAssembly guests that come to an end by themselves, on V8 as it is. The others: the slow test. */
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { runChild } from "../child.ts";
import { buildWasmGuests } from "../wasm/build.mjs";
import { wasmCrimes } from "../wasm/crimes.mjs";
import { missingFeatures } from "../wasm/features.mjs";
import { honestGuests } from "../wasm/honest.mjs";
import { commitRaw, expectCrime, isQuick, type RawRun } from "./wasm-raw.ts";

/** More than the slowest compiler takes on a busy machine. */
const BUILD_MS = 600_000;
const LIMIT_MS = 20_000;
const SWEEP = new URL("../wasm/raw/sweep.mjs", import.meta.url);

const quick = wasmCrimes.filter(isQuick);
const possible = quick.filter(({ needs }) => missingFeatures(needs).length === 0);

beforeAll(buildWasmGuests, BUILD_MS);

describe("raw V8, without a layer", () => {
  let run: RawRun;
  beforeAll(async () => {
    run = await commitRaw(possible, LIMIT_MS);
  });

  for (const crime of quick) {
    const claim = `lets a guest do what it wants that ${crime.title} (${crime.name})`;
    if (possible.includes(crime)) it(claim, () => expectCrime(crime, run));
    else it.skip(`${claim}: this V8 has no ${missingFeatures(crime.needs).join(", ")}`);
  }
});

describe("a host function that depth_then_host calls on raw V8", () => {
  it.each(["run", "run_wide"])("is torn midway at some depths of %s", async (name) => {
    const child = await runChild(SWEEP, { args: [name] });
    const { torn } = child.report() as { torn: number };
    expect(torn).toBeGreaterThan(0);
  });
});

describe("wasmCrimes", () => {
  it("has a row for every source, and a source for every row", () => {
    const rows = new Set(wasmCrimes.map(({ module }) => module));
    expect([...rows].sort()).toEqual([...namesIn("crimes"), ...namesIn("bombs")].sort());
  });

  it("names no row twice", () => {
    const names = wasmCrimes.map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
  });

  it("shares no module's name with an honest guest", () => {
    const honest = honestGuests.map(({ name }) => name);
    expect(honest.sort()).toEqual(namesIn("honest").sort());
    expect(wasmCrimes.filter(({ module }) => honest.includes(module))).toEqual([]);
  });
});

function namesIn(folder: string): string[] {
  const files = readdirSync(new URL(`../wasm/${folder}`, import.meta.url));
  return files.filter((file) => !file.endsWith(".h")).map((file) => file.replace(/\.\w+$/, ""));
}
