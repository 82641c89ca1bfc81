import { runChild } from "@cofferdam/testing/child.ts";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { beforeAll, describe, expect, it } from "vitest";

/** Their functions of the host call the guest, or look into its memory, at once. */
const ofOneThread: readonly string[] = ["reentry_bomb", "abort_call"];
const committed = wasmCrimes.filter(
  ({ needs, module }) => missingFeatures(needs).length === 0 && !ofOneThread.includes(module),
);
const script = new URL("../children/parity.mjs", import.meta.url);

async function ends(place: string): Promise<Readonly<Record<string, unknown>>> {
  const names = committed.map(({ name }) => name);
  const child = await runChild(script, { args: [place, ...names], timeout: 300_000 });
  expect(child.stderr).toBe("");
  return child.report() as Readonly<Record<string, unknown>>;
}

describe.each(["worker", "helper"])("a crime in a %s", (place) => {
  let here: Readonly<Record<string, unknown>>;
  let there: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    await buildWasmGuests();
    here = await ends("thread");
    there = await ends(place);
  }, 600_000);

  it.each(committed.map(({ name, title }) => [name, title]))(
    "that is %s (%s) ends as it does in this thread",
    (name) => {
      expect(there[name]).toEqual(here[name]);
    },
  );
});
