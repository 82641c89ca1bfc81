/** What holds for metered modules. */
import { deepStrictEqual, ok } from "node:assert/strict";
import type { Program } from "../generator/program.ts";
import type { Property } from "./agreement.ts";
import type { Contract } from "./fuel.ts";
import type { Outcome } from "./observation.ts";
import { type Budget, type MeteredModule, type MeteredRun, runMetered } from "./on-metered.ts";

/** What is tested. */
export interface Subject {
  readonly meter: (bytes: Uint8Array) => MeteredModule;
  readonly contract: Contract;
}

const PLENTY: Budget = { slice: 1_000_000, budget: 1_000_000_000 };
const SLICES = [1_237, 50_000, 1_000_000, 5_000_000];

/** What comes out is what comes out unmetered. */
export function isTheSame(subject: Subject): Property {
  return (program, { units: _, ...observed }) => {
    deepStrictEqual(runIn(subject, program).observed, observed);
  };
}

/**
 * What is charged is not less than what is executed, but for a call that traps: what it kept in a local variable is
 * lost. `ratios` gets charged/executed of each call.
 */
export function neverBelow(subject: Subject, ratios: number[] = []): Property {
  return (program, { units: counted, outcomes }) => {
    const { units: charged } = runIn(subject, program);
    // not the start function: it is no export of the guest's, so a leaf's cost is not known
    for (let i = 1; i < counted.length; i++) {
      if (isTrap(outcomes[i] as Outcome)) continue;
      const [bound, truth] = [charged[i] as number, counted[i] as number];
      ok(bound >= truth, `call ${i}: ${bound} charged, ${truth} executed`);
      if (truth >= 20) ratios.push(bound / truth);
    }
  };
}

/** What a call that traps is charged is left out: what is lost with its local variables depends on the last refill. */
export function isTheSameInAnySlices(subject: Subject): Property {
  return (program, { outcomes }) => {
    const metered = subject.meter(program.bytes);
    const [first, ...others] = SLICES.map((slice) => run(subject, program, metered, { slice }));
    for (const other of others) {
      if (outcomes.some(isTrap)) deepStrictEqual(other.observed, first?.observed);
      else deepStrictEqual(other, first);
    }
  };
}

export function needsWhatItUses(subject: Subject): Property {
  return (program, { outcomes }) => {
    if (outcomes.some(isTrap)) return;
    const metered = subject.meter(program.bytes);
    const slice = 1_237;
    const { total, observed } = run(subject, program, metered);
    const enough = run(subject, program, metered, { slice, budget: total });
    ok(enough.suffices, `${total} units do not suffice`);
    deepStrictEqual(enough.observed, observed);
    if (total === 0) return;
    const less = run(subject, program, metered, { slice, budget: total - 1 });
    ok(!less.suffices, `${total - 1} units suffice`);
  };
}

/** With half of the fuel it stops, at the same place in slices of any size: the memory and the globals show where. */
export function stopsAtTheSamePlace(subject: Subject): Property {
  return (program, { outcomes }) => {
    if (outcomes.some(isTrap)) return;
    const metered = subject.meter(program.bytes);
    const budget = run(subject, program, metered).total >> 1;
    if (budget === 0) return;
    const [first, ...others] = SLICES.map((slice) => {
      return run(subject, program, metered, { slice, budget });
    });
    ok(!first?.suffices, `${budget} units suffice`);
    for (const other of others) deepStrictEqual(other.observed, first?.observed);
  };
}

/** What a call that returns took of the depth it has given back, also where an exception was caught on the way. */
export function givesBackDepth(subject: Subject): Property {
  return (program, { outcomes }) => {
    const { depths } = runIn(subject, program);
    const kept = depths.filter((depth, i) => depth !== 0 && hasReturned(outcomes[i] as Outcome));
    deepStrictEqual(kept, []);
  };
}

function hasReturned(outcome: Outcome): boolean {
  return "values" in outcome && !("exception" in outcome);
}

function isTrap(outcome: Outcome): boolean {
  return "trap" in outcome;
}

function runIn(subject: Subject, program: Program): MeteredRun {
  return run(subject, program, subject.meter(program.bytes));
}

function run(
  { contract }: Subject,
  program: Program,
  metered: MeteredModule,
  budget: Partial<Budget> = {},
): MeteredRun {
  return runMetered(program, metered, contract, { ...PLENTY, ...budget });
}
