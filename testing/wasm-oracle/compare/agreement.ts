/** The interpreter against V8. Made for tests in vitest and for children in other Nodes alike. */
import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { GeneratorOptions } from "../generator/options.ts";
import { type Program, programs } from "../generator/program.ts";
import type { Handler } from "../interpreter/machine/machine.ts";
import { type Interpreted, runOnInterpreter } from "./on-interpreter.ts";
import { runOnV8 } from "./on-v8.ts";

export type Property = (program: Program, interpreted: Interpreted) => void;

/** Programs that run for too long are discarded. */
export function propertyOf(
  property: Property,
  options: Partial<GeneratorOptions>,
  handlers?: readonly (Handler | undefined)[],
): fc.IProperty<[Program]> {
  return fc.property(programs(options), (program) => {
    const interpreted = runOnInterpreter(program, handlers ? { handlers } : {});
    fc.pre(interpreted !== undefined);
    property(program, interpreted as Interpreted);
  });
}

/** Ends as on V8, and leaves the same behind. */
export const agrees: Property = (program, { units: _, ...observed }) => {
  deepStrictEqual(observed, runOnV8(program));
};
