import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";

const guest = compileGuest(new URL("guests/busy.cc", import.meta.url));

export interface AsyncScript extends ChildOptions {
  /** Of children/. */
  readonly script: string;
  readonly scenario: string;
}

/** Starts a script with guests/busy.cc for its guest. */
export function startAsync({
  script,
  scenario,
  args = [],
  nodeArgs = [],
  ...options
}: AsyncScript): Promise<ChildResult> {
  return runChild(new URL(`children/${script}.mjs`, import.meta.url), {
    ...options,
    args: [scenario, guest, ...args],
    nodeArgs: ["--expose-gc", ...nodeArgs],
  });
}

/** Runs a scenario to its end, with the host well afterwards; returns its result. */
export async function asyncResultOf(script: AsyncScript): Promise<unknown> {
  const child = await startAsync(script);
  const well = { stderr: "", status: 0, signal: null, timedOut: false };
  expect(child, `last words: ${child.stdout.slice(-200)}`).toMatchObject(well);
  const { result, troubles } = child.report() as { result: unknown; troubles: string[] };
  expect(troubles).toEqual([]);
  return result;
}
