import { compileFunction } from "node:vm";
import { fail } from "@cofferdam/core";

/** What jco's `instantiate` is called with. */
export type Instantiate = (
  getCoreModule: (name: string) => unknown,
  imports: Readonly<Record<string, unknown>>,
  instantiateCore: (
    core: unknown,
    imports?: WebAssembly.Imports,
  ) => { readonly exports: Readonly<Record<string, unknown>> },
) => Readonly<Record<string, unknown>>;

/** Makes an `instantiate` that takes these for the globals of their names. */
export type Glue = (globals: Readonly<Record<string, unknown>>) => Instantiate;

/** The glue is strict, as modules are; these two are all that it exports. */
const EXPORTS = [
  [/^export function instantiate\(/m, "return function instantiate("],
  [/^export const _util = \{\s*\}\s*$/m, ""],
] as const;

/**
 * Compiles jco's JavaScript. A module that is imported stays in memory for as long as the process, and has no globals but the
 * process's: so it is made a function, whose parameters stand for the globals that it shall not have as they are.
 *
 * @param names of the globals that it is given
 * @throws ERR_WASM_INVALID
 */
export function compileGlue(name: string, glue: string, names: readonly string[]): Glue {
  let body = glue;
  for (const [from, to] of EXPORTS) body = body.replace(from, to);
  if (!body.includes(EXPORTS[0][1]) || /^export |^import /m.test(body)) {
    throw fail(
      "ERR_WASM_INVALID",
      `Cannot run ${name}: jco made JavaScript of it that is not known here. Install @bytecodealliance/jco 1.35.`,
    );
  }
  const filename = `jco:${name}`;
  const compiled = compileFunction(`"use strict"; ${body}`, [...names], { filename });
  return (globals) => compiled(...names.map((each) => globals[each]));
}
