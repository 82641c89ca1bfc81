/** Runs fixtures/commit.mjs, and reads what it wrote. */
import type { Fault, TargetStatus } from "@cofferdam/core";
import { type ChildOptions, type ChildResult, runChild } from "../child.ts";

/** The lists of layers of fixtures/layer-lists.mjs. */
export type LayerList =
  | "plain koffi"
  | "isolate([])"
  | "stack"
  | "signals"
  | "signals, stack"
  | "signals, stack, privateHeap"
  | "signals, deadline, stack, memory"
  | "process-helper"
  | "process-helper, signals, stack";

export interface ThrownError {
  /** Names of its classes, its own first. */
  readonly classes: readonly string[];
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly fault?: Fault;
  readonly target?: string;
  readonly symbol?: string;
  readonly layer?: string;
}

export interface Attempt {
  readonly value?: unknown;
  readonly error?: ThrownError;
}

export interface Committed {
  readonly first: Attempt;
  /** After the first attempt, if it was caught: what another one got, and what status() showed. */
  readonly whileTainted?: {
    readonly again: ThrownError;
    readonly status: TargetStatus & { readonly inPlaceStackBytes: number };
  };
  /** After a reopen(). */
  readonly second: Attempt;
  /** What was wrong with the host and with the bystander, after either attempt. */
  readonly troubles: readonly string[];
}

export interface CommitResult {
  readonly child: ChildResult;
  /** By guest; only those that the child survived. */
  readonly reports: ReadonlyMap<string, Committed>;
}

const SCRIPT = new URL("../fixtures/commit.mjs", import.meta.url);

export async function commit(
  list: LayerList,
  guests: readonly string[],
  options: ChildOptions = {},
): Promise<CommitResult> {
  const nodeArgs = ["--expose-gc"];
  const child = await runChild(SCRIPT, { nodeArgs, args: [list, ...guests], ...options });
  const lines = child.stdout.split("\n").filter((line) => line.startsWith("{"));
  const reports = lines.map((line) => JSON.parse(line) as Committed & { name: string });
  return { child, reports: new Map(reports.map((report) => [report.name, report])) };
}
