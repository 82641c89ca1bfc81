import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";

export const breaker: string = compileGuest(new URL("guests/heap_breaker.c", import.meta.url));
export const thrower: string = compileGuest(new URL("guests/throwing_cpp.cc", import.meta.url));
const script = new URL("children/private-heap.mjs", import.meta.url);
const well = { status: 0, signal: null, timedOut: false };

/** Runs a scenario of children/private-heap.mjs. */
export function run(
  scenario: string,
  path: string,
  args: readonly string[] = [],
  options: Pick<ChildOptions, "env" | "when"> = {},
): Promise<ChildResult> {
  const nodeArgs = ["--expose-gc", "--max-semi-space-size=1"];
  return runChild(script, { args: [scenario, path, ...args], nodeArgs, ...options });
}

/** What it came to, with the host well afterwards. */
export function resultOf(child: ChildResult): unknown {
  expect(child, child.stderr.slice(-500)).toMatchObject(well);
  const { result, troubles } = child.report() as { result: unknown; troubles: string[] };
  expect(troubles).toEqual([]);
  return result;
}
