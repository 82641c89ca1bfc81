import { runChild } from "@cofferdam/testing/child.ts";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { type WasmCrime, wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Outcome {
  readonly name: string;
  readonly at: "open" | "call";
  readonly kind: string;
  readonly value?: unknown;
  readonly after?: unknown;
  /** What lies beside the folder that it was given. */
  readonly beside?: readonly string[];
  readonly stdoutTruncated?: boolean;
  readonly exitCode?: number;
}

/** Where the catalogue leaves it open, or the layer knows better: what becomes of it. */
const ends: Readonly<Record<string, Partial<Outcome>>> = {
  "depth_then_host.run_wide": { kind: "stack-overflow" }, // the function of the host is not called at all
  many_functions: { kind: "none", at: "call" }, // it is compiled in a moment
  straight_line: { kind: "setup", at: "open" }, // too long a function
  import_signature: { kind: "none", at: "call" }, // JavaScript functions have no signature: the host's own business
  exit_call: { kind: "WasiExit", exitCode: 3 },
  data_out_of_bounds: { kind: "setup", at: "open" },
  elements_out_of_bounds: { kind: "setup", at: "open" },
  abi_signature: { kind: "setup", at: "call" }, // it may be opened: its exports can be called by name
  abi_not_functions: { kind: "setup", at: "call" },
};

const committed = wasmCrimes.filter(({ needs }) => missingFeatures(needs).length === 0);

describe("a module under limits that", () => {
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    await buildWasmGuests();
    const half = Math.ceil(committed.length / 2);
    const batches = [committed.slice(0, half), committed.slice(half)];
    const children = batches.map((batch) =>
      runChild(new URL("children/commit.mjs", import.meta.url), {
        args: batch.map(({ name }) => name),
      }),
    );
    for (const child of await Promise.all(children)) {
      expect(child.stderr).toBe("");
      for (const outcome of child.report() as readonly Outcome[])
        outcomes.set(outcome.name, outcome);
    }
  });

  for (const crime of wasmCrimes) {
    const missing = missingFeatures(crime.needs);
    const skipped = missing.length > 0 ? ` (skipped: this V8 has no ${missing.join(", ")})` : "";
    it.skipIf(missing.length > 0)(
      `${crime.title} (${crime.name}): ${endOf(crime)}${skipped}`,
      () => {
        expect(outcomes.get(crime.name)).toMatchObject(expected(crime));
      },
    );
  }

  it("writes without end has what is too much cut off", () => {
    expect(outcomes.get("stdout_flood")).toMatchObject({ stdoutTruncated: true });
  });

  it("climbs out of its folder finds nothing there, and leaves nothing", () => {
    expect(outcomes.get("wasi_climb")?.beside).toEqual(["given", "secret.txt"]);
    expect(outcomes.get("wasi_climb")?.value).not.toBe(3); // that it read and made files
  });
});

function endOf(crime: WasmCrime): string {
  const { kind, at } = expected(crime);
  return kind === "none" ? "does no harm" : `ends in ${kind}${at === "open" ? ", unopened" : ""}`;
}

function expected({ name, expect: { kind, at }, after }: WasmCrime): Partial<Outcome> {
  return {
    kind,
    at: at ?? (kind === "setup" ? "open" : "call"),
    ...(after && { after: typeof after.value === "bigint" ? `${after.value}n` : after.value }),
    ...ends[name],
  };
}
