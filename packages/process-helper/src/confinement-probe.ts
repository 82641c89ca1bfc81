/** What the confinement can do on this machine: the launcher confines a child of its own, and tells. */
import { spawnSync } from "node:child_process";
import { type PieceReport, parseReport, pieces } from "./confinement-report.js";
import { PROBE_MS } from "./limits.js";
import { launcherPath } from "./native.js";

let probed: readonly PieceReport[] | undefined;

/** Every piece. Takes some milliseconds, once in a process. */
export function confinementHere(): readonly PieceReport[] {
  probed ??= Object.freeze(probe(launcherPath()));
  return probed;
}

/** @param launcher undefined: there is none for this machine */
export function probe(launcher: string | undefined): PieceReport[] {
  if (launcher === undefined) return allMissing("there is no launcher for this machine");
  const { error, stdout, stderr } = spawnSync(launcher, ["--probe"], {
    encoding: "utf8",
    env: {},
    timeout: PROBE_MS,
  });
  const found = error ? [] : parseReport(stdout).pieces;
  if (found.length > 0) return [...found];
  return allMissing(error?.message ?? `the launcher says nothing of it: ${stderr.trim()}`);
}

function allMissing(reason: string): PieceReport[] {
  return pieces.map((piece) => ({ piece, applied: false, reason }));
}
