import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { buildGuests } from "@cofferdam/testing/guests/build.mjs";

type Mode = "guarded" | "bare";

/** Runs a script of children/ with our layers around its guests, or without any. */
export async function run(
  mode: Mode,
  script: string,
  args: readonly string[] = [],
  options: Omit<ChildOptions, "args"> = {},
): Promise<ChildResult> {
  await buildGuests();
  const url = new URL(`children/${script}.mjs`, import.meta.url);
  return runChild(url, { ...options, args: [mode, ...args] });
}

/** The same script both ways, side by side. */
export async function bothWays(
  script: string,
  args: readonly string[] = [],
  options: Omit<ChildOptions, "args"> = {},
): Promise<Record<Mode, ChildResult>> {
  const [guarded, bare] = await Promise.all([
    run("guarded", script, args, options),
    run("bare", script, args, options),
  ]);
  return { guarded, bare };
}

/** How a process ended. */
export function endOf({ status, signal, timedOut }: ChildResult): object {
  return { status, signal, timedOut };
}
