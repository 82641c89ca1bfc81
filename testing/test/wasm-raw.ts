/** Commits hostile guests on V8 as it is, in a child, and says what each must be seen to do there. */
import { expect } from "vitest";
import { type ChildResult, runChild } from "../child.ts";
import type { WasmCrime } from "../wasm/crimes.mjs";

const SCRIPT = new URL("../wasm/raw/commit.mjs", import.meta.url);
/** Beyond the limit of each: to start, and for single instructions that nothing can end. */
const PATIENCE_MS = 60_000;

/** What commit.mjs says of one guest. */
export interface RawReport {
  readonly name: string;
  readonly kind: string;
  /** How long the guest alone took, if it came to an end. */
  readonly guestMs?: number;
  readonly value?: unknown;
  readonly type?: string;
  readonly message?: string;
  /** What the row's `after` gave. */
  readonly after?: unknown;
  readonly exchange?: readonly {
    readonly allocIsTrue: boolean;
    readonly replyIsTrue: boolean;
    readonly outcomeIsTrue: boolean;
  }[];
}

export interface RawRun {
  readonly child: ChildResult;
  readonly reports: ReadonlyMap<string, RawReport>;
}

/** Does it come to an end by itself, and soon? */
export function isQuick({ raw }: WasmCrime): boolean {
  return ["returns", "throws", "lies", "echoes"].includes(raw.kind);
}

/** @param limitMs for each */
export async function commitRaw(
  crimes: readonly WasmCrime[],
  limitMs: number,
  node = process.execPath,
): Promise<RawRun> {
  const child = await runChild(SCRIPT, {
    node,
    nodeArgs: ["--no-warnings"],
    args: [`${limitMs}`, ...crimes.map(({ name }) => name)],
    timeout: crimes.length * limitMs + PATIENCE_MS,
  });
  const lines = child.stdout.split("\n").filter((line) => line.startsWith("{"));
  const reports = lines.map((line) => JSON.parse(line) as RawReport);
  return { child, reports: new Map(reports.map((report) => [report.name, report])) };
}

/** Fails unless the guest did on raw V8 what its row says. */
export function expectCrime({ name, raw, after }: WasmCrime, { child, reports }: RawRun): void {
  const report = reports.get(name);
  if (raw.kind === "grows" && !report) {
    expect(child.stderr).toContain("heap out of memory"); // and took its process along
    return;
  }
  if (!report) throw new Error(`Nothing was heard of ${name}: ${child.stderr.slice(-1000)}`);
  if (after) expect(report.after).not.toBe(after.value);
  switch (raw.kind) {
    case "hangs":
    case "grows":
      expect(report).toMatchObject({ kind: raw.kind });
      break;
    case "holds":
      if (report.kind !== "hangs") expect(report.guestMs).toBeGreaterThan(raw.ms);
      break;
    case "returns":
      expect(report).toMatchObject({ kind: "returns", value: asReported(raw.value) });
      break;
    case "throws":
      expect(report).toMatchObject({ kind: "throws", type: raw.type });
      expect(report.message ?? "").toContain(raw.message ?? "");
      break;
    case "lies":
      expect(report.exchange?.map((once) => once[`${raw.about}IsTrue`])).toContain(false);
      break;
    case "echoes":
      expect(report.exchange?.flatMap((once) => Object.values(once))).not.toContain(false);
  }
}

function asReported(value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
