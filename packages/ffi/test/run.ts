import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";

const guest = compileGuest(new URL("guests/odd.c", import.meta.url));

export interface Script extends ChildOptions {
  /** Of children/. */
  readonly script: string;
  readonly scenario: string;
  /** One of the layer lists. */
  readonly layers: string;
}

/** Starts a script with guests/odd.c for its guest. */
export function start({
  script,
  scenario,
  layers,
  args = [],
  nodeArgs = [],
  ...options
}: Script): Promise<ChildResult> {
  return runChild(new URL(`children/${script}.mjs`, import.meta.url), {
    ...options,
    args: [scenario, layers, guest, ...args],
    nodeArgs: ["--expose-gc", ...nodeArgs],
  });
}

/** Runs a script to its end; returns what it reports. */
export async function reportOf(script: Script): Promise<unknown> {
  const child = await start(script);
  const well = { stderr: "", status: 0, signal: null, timedOut: false };
  expect(child, `last words: ${child.stdout.slice(-200)}`).toMatchObject(well);
  return child.report();
}

/** Runs a scenario to its end, with the host well afterwards; returns its result. */
export async function resultOf(script: Script): Promise<unknown> {
  const { result, troubles } = (await reportOf(script)) as { result: unknown; troubles: string[] };
  expect(troubles).toEqual([]);
  return result;
}

/** Runs all scenarios of a script in one process, when the first result is asked for. */
export function resultsOf(script: string, layers: string): (scenario: string) => Promise<unknown> {
  let running: Promise<unknown> | undefined;
  return async (scenario) => {
    running ??= resultOf({ script, scenario: "all", layers });
    return ((await running) as Record<string, unknown>)[scenario];
  };
}
