import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";

/** Runs a script of children/. */
export function run(
  script: string,
  args: readonly string[] = [],
  options: Omit<ChildOptions, "args"> = {},
): Promise<ChildResult> {
  return runChild(new URL(`children/${script}.mjs`, import.meta.url), { ...options, args });
}

/** How a process ended. */
export function endOf({ status, signal, timedOut }: ChildResult): object {
  return { status, signal, timedOut };
}

export const well: object = { status: 0, signal: null, timedOut: false };
