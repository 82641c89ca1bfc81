import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { blessed } from "@cofferdam/testing/test/golden.ts";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { type WasmCrime, wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import type { WasmOutcome } from "@cofferdam/testing/wasm/limited/commit.mjs";
import { expectedOutcome } from "@cofferdam/testing/wasm/limited/expected.mjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Outcome extends WasmOutcome {
  readonly name: string;
}

/** What became of the guests under limits, which SECURITY.md shows; COFFERDAM_BLESS=1 writes it anew. */
const TABLE = new URL("../../../testing/wasm-table.json", import.meta.url);
const SCRIPT = new URL("children/commit.mjs", import.meta.url);

const here = wasmCrimes.filter(({ needs }) => missingFeatures(needs).length === 0);
/** Whose V8 has every feature. */
const newest = findNode(26);
const elsewhere = newest.path ? wasmCrimes.filter((crime) => !here.includes(crime)) : [];
const committed = [...here, ...elsewhere];

describe("a module under limits that", () => {
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    await buildWasmGuests();
    const half = Math.ceil(here.length / 2);
    await Promise.all([
      commit(here.slice(0, half)),
      commit(here.slice(half)),
      commit(elsewhere, newest.path),
    ]);
  });

  async function commit(crimes: readonly WasmCrime[], node?: string): Promise<void> {
    if (crimes.length === 0) return;
    const args = crimes.map(({ name }) => name);
    const child = await runChild(SCRIPT, { args, ...(node && { node }) });
    expect(child.stderr).toBe("");
    for (const outcome of child.report() as readonly Outcome[]) outcomes.set(outcome.name, outcome);
  }

  for (const crime of wasmCrimes) {
    const skipped = committed.includes(crime) ? "" : ` (skipped: ${newest.missing})`;
    it.skipIf(skipped)(`${crime.title} (${crime.name}): ${endOf(crime)}${skipped}`, () => {
      expect(outcomes.get(crime.name)).toMatchObject(expectedOutcome(crime));
    });
  }

  it("is in the table of SECURITY.md as it ends", async () => {
    const table = committed.map((crime) => ({
      guest: crime.name,
      title: crime.title,
      "plain V8": onPlainV8(crime),
      wasm: `contained: ${told(outcomes.get(crime.name) as Outcome)}`,
    }));
    expect(table).toEqual(await blessed(TABLE, table));
  });

  it("writes without end has what is too much cut off", () => {
    expect(outcomes.get("stdout_flood")).toMatchObject({ stdoutTruncated: true });
  });

  it("climbs out of its folder finds nothing there, and leaves nothing", () => {
    expect(outcomes.get("wasi_climb")?.beside).toEqual(["given", "secret.txt"]);
    expect(outcomes.get("wasi_climb")?.value).not.toBe(3); // that it read and made files
  });
});

function endOf(crime: WasmCrime): string {
  const { kind, at } = expectedOutcome(crime);
  return kind === "none" ? "does no harm" : `ends in ${kind}${at === "open" ? ", unopened" : ""}`;
}

/** As it was seen to be: testing/test/wasm-guests-crimes.test.ts and its slow half. */
function onPlainV8({ name, module, raw, expect: { kind } }: WasmCrime): string {
  if (module === "depth_then_host") return "not contained: a function of the host is left halfway";
  if (raw.kind === "throws") return `contained: ${raw.type}`;
  if (raw.kind === "holds") return `not contained: holds its thread for ${raw.ms} ms`;
  // made to trouble who reads and rewrites modules: an engine takes them as they are
  const isFine = raw.kind === "echoes" || (kind === "setup" && !name.startsWith("huge"));
  return isFine ? "contained: no harm" : `not contained: ${raw.kind}`;
}

function told({ kind, code }: Outcome): string {
  return kind === "none" ? "no harm" : (code ?? kind);
}
