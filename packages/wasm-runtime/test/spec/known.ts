import type { Line } from "@cofferdam/testing/wasm-spec/report.mjs";

/** Commands of wast/ that fail at most, by major version: V8 lacks the rest of Wasm 3.0 there. */
export const MOST_FAILURES: Readonly<Record<number, number>> = { 20: 4270, 22: 349 };

/** From Node 24 on V8 has all of Wasm 3.0, and fails these. */
export const FAILURES = [
  // out of bounds of both the array and the segment: V8 looks at the segment first
  "wast/array_init_elem:92",
  "wast/array_init_elem:93",
  // sizes that are allowed, and beyond V8's own limits
  "wast/memory64:8",
  "wast/memory64:9",
  "wast/table:9",
  "wast/table64:9",
] as const;

/** json/ is of 2022: what it calls invalid, Wasm 3.0 allows. */
export function isAllowedSince({ type, result }: Line): boolean {
  return /^assert_(invalid|malformed)$/.test(type) && result === "fail: it was compiled";
}
