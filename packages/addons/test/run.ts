import { renameSync } from "node:fs";
import { createRequire } from "node:module";
import { type ChildOptions, type ChildResult, runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { expect } from "vitest";

const headers: string = createRequire(import.meta.url)("node-api-headers").include_dir;

/** Compiles a source of guests/. Returns the path of the addon. */
export function compileAddon(source: string, ...flags: string[]): string {
  const url = new URL(`guests/${source}`, import.meta.url);
  const library = compileGuest(url, [`-I${headers}`, ...flags]);
  const path = library.replace(/\.so$/, ".node"); // by its ending, `require` knows it
  renameSync(library, path);
  return path;
}

/** How addons are built: where the addresses of what they import are, and how Node finds them. */
export const builds = {
  lazy: ["-Wl,-z,lazy"],
  "full RELRO": ["-Wl,-z,relro,-z,now", "-fno-plt"],
  "self-registering": ["-Wl,-z,lazy", "-DREGISTERS_ITSELF"],
} as const;

export interface Script {
  /** Of children/. */
  readonly script: string;
  readonly scenario?: string;
  /** One of the layer lists of children/setup.mjs. */
  readonly layers?: string;
  readonly file: string;
}

export function start(
  { script, scenario = "all", layers = "signals", file }: Script,
  options: ChildOptions = {},
): Promise<ChildResult> {
  const { nodeArgs = [], ...others } = options;
  return runChild(new URL(`children/${script}.mjs`, import.meta.url), {
    args: [scenario, layers, file],
    nodeArgs: ["--expose-gc", ...nodeArgs],
    ...others,
  });
}

/** Runs a script to its end, with the host well afterwards; returns its result. */
export async function resultOf(script: Script, options?: ChildOptions): Promise<unknown> {
  const child = await start(script, options);
  expect(child, child.stderr).toMatchObject({ status: 0, signal: null, timedOut: false });
  const { result, troubles } = child.report() as { result: unknown; troubles: string[] };
  expect(troubles).toEqual([]);
  return result;
}

/** Runs all scenarios of a script in one process, when the first result is asked for. */
export function resultsOf(script: Script, options?: ChildOptions) {
  let running: Promise<unknown> | undefined;
  return async (scenario: string): Promise<unknown> => {
    running ??= resultOf(script, options);
    return ((await running) as Record<string, unknown>)[scenario];
  };
}

/** The error that comes of it. */
export function thrownBy(run: () => unknown): Error & { readonly code?: string } {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Expected an error, got none.");
}
