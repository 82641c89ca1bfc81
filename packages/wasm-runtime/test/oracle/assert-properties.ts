import {
  agrees,
  type Property,
  propertyOf,
} from "@cofferdam/testing/wasm-oracle/compare/agreement.ts";
import type { GeneratorOptions } from "@cofferdam/testing/wasm-oracle/generator/options.ts";
import type { Handler } from "@cofferdam/testing/wasm-oracle/interpreter/machine/machine.ts";
import fc from "fast-check";
import * as metering from "../../src/metering/index.ts";
import { subjectOf } from "./subject.mjs";

export const subject = subjectOf(metering);

type Options = Partial<GeneratorOptions>;

export function assertProperty(property: Property, options: Options, numRuns: number): void {
  fc.assert(propertyOf(property, options), { numRuns });
}

/** The interpreter ends as V8 does, and leaves the same memory, globals and tables. */
export function assertAgreement(options: Options, numRuns: number): void {
  assertProperty(agrees, options, numRuns);
}

export function holds(property: Property, numRuns: number): boolean {
  return !fc.check(propertyOf(property, {}), { numRuns, endOnFailure: true }).failed;
}

/** Whether so many programs tell an interpreter with other handlers from V8. */
export function isFound(handlers: readonly (Handler | undefined)[], numRuns: number): boolean {
  const details = fc.check(propertyOf(agrees, {}, handlers), { numRuns, endOnFailure: true });
  return details.failed;
}
