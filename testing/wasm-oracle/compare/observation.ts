/** What can be seen of a run from outside, in a form that two engines can be compared by. */
import { createHash } from "node:crypto";

export type Outcome =
  | { readonly values: readonly string[] }
  | { readonly trap: string }
  | { readonly exception: string; readonly values: readonly string[] }
  | { readonly thrown: string };

export interface State {
  readonly memories: readonly string[];
  readonly globals: readonly string[];
  /** Of each table: its size, and which elements are null. */
  readonly tables: readonly string[];
  /** What the host's functions were called with. */
  readonly log: string;
}

export interface Observation {
  /** Of the instantiation, then of each call. */
  readonly outcomes: readonly Outcome[];
  /** After each of these; none when there is no instance. */
  readonly states: readonly State[];
}

/** NaNs are all the same, 0 and -0 are not. */
export function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number") return String(value);
  return value === null ? "null" : "reference";
}

export function hash(bytes: Uint8Array): string {
  return `${bytes.length}:${createHash("sha1").update(bytes).digest("hex").slice(0, 12)}`;
}
