/** All claims, tried on this machine. */
import { availableParallelism } from "node:os";
import type { PieceReport } from "@cofferdam/process-helper";
import { probeMainPath } from "../paths.js";
import { type Claim, claims } from "./claims.js";
import type { Ended } from "./messages.js";
import type { Holds } from "./probe.js";
import { runProbes } from "./run-probes.js";

/** What became of a claim here. */
export interface Finding {
  readonly id: string;
  readonly layer: string;
  readonly claim: string;
  readonly strength: Claim["strength"];
  readonly holds: Holds;
  /** false: its package is not. */
  readonly installed: boolean;
  /** What was seen; where it does not hold, why. */
  readonly reason: string;
  readonly milliseconds: number;
}

export interface Examination {
  readonly findings: readonly Finding[];
  /** What a helper is confined by here. */
  readonly pieces: readonly PieceReport[];
}

/** Many times what any of them takes on a machine that is busy. */
const DEADLINE_MS = 20_000;

/** What takes a second, and has a process of its own. */
const slow = ["cpu-limit"];

/** @param onEnd called whenever a claim was tried, with how many were */
export async function examine(onEnd: (done: number) => void): Promise<Examination> {
  const ended = new Map<string, Ended>();
  const options = {
    main: probeMainPath,
    deadline: DEADLINE_MS,
    onEnd: (each: Ended) => onEnd(ended.set(each.ended, each).size),
  };
  await Promise.all(batches().map((ids) => runProbes(ids, options)));
  const pieces = (ended.get("confinement")?.seen.details?.pieces ?? []) as readonly PieceReport[];
  const findings = claims.map((claim) => findingOf(claim, ended.get(claim.id) as Ended, pieces));
  return { findings, pieces };
}

/** Probes wait much of their time: one process more than there are processors. */
function batches(): readonly (readonly string[])[] {
  const ids = claims.map(({ id }) => id).filter((id) => !slow.includes(id));
  const count = Math.min(MAX_BATCHES, availableParallelism() + 1);
  const rest = Array.from({ length: count }, (_, batch) =>
    ids.filter((_, index) => index % count === batch),
  );
  return [slow, ...rest];
}

/** More would start Node more often than it saves time. */
const MAX_BATCHES = 6;

function findingOf(
  { id, layer, claim, strength, pieces: own }: Claim,
  { seen, milliseconds, missing }: Ended,
  pieces: readonly PieceReport[],
): Finding {
  const found = { id, layer, claim, strength, milliseconds, installed: !missing };
  if (missing) return { ...found, holds: "no", reason: notInstalled(layer) };
  const absent = pieces.filter(({ piece, applied }) => !applied && own.includes(piece));
  const without = absent.map(({ piece, reason }) => `${piece}: ${reason}`).join(", ");
  const reason = without === "" ? seen.seen : `${seen.seen}; without ${without}`;
  return { ...found, holds: seen.holds, reason };
}

function notInstalled(layer: string): string {
  return `not installed: npm install @cofferdam/${layer}`;
}
