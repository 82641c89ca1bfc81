import { type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";

const guest = compileGuest(new URL("guests/busy.cc", import.meta.url));

export interface AsyncScript {
  /** Of children/. */
  readonly script: string;
  readonly scenario: string;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** Starts a script with guests/busy.cc for its guest. */
export function startAsync({
  script,
  scenario,
  args = [],
  ...more
}: AsyncScript): Promise<ChildResult> {
  const { nodeArgs = [], env = {}, timeout = 20_000 } = more;
  return runChild(new URL(`children/${script}.mjs`, import.meta.url), {
    args: [scenario, guest, ...args],
    nodeArgs: ["--expose-gc", ...nodeArgs],
    env,
    timeout,
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
