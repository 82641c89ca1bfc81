import { gate, type Slot } from "./slots.js";
import type { FunctionStatus } from "./target.js";

/** A linked function, as far as its calls are counted. */
export interface Counted extends Omit<FunctionStatus, "symbol" | "calls"> {
  readonly slot: Slot;
}

/** A row for each function and the way it runs: asynchronous calls have several slots. */
export type FunctionRows = Map<string, FunctionStatus>;

/** @param unlinked rows of slots that were given back */
export function functionStatuses(
  links: Iterable<Counted>,
  unlinked: FunctionRows,
): readonly FunctionStatus[] {
  const rows = new Map(unlinked);
  for (const linked of links) countCalls(rows, linked);
  return [...rows.values()];
}

/** Adds the calls of one slot to its row. */
export function countCalls(rows: FunctionRows, { slot, mode, because }: Counted): void {
  const key = `${slot.symbol} ${mode}`;
  const calls = gate().calls(slot.index) + (rows.get(key)?.calls ?? 0);
  rows.set(key, { symbol: slot.symbol, calls, mode, ...(because && { because }) });
}
