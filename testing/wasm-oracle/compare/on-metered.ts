/** Runs the metered form of a generated program on V8, under a budget. */
import type { Program } from "../generator/program.ts";
import { type Contract, FuelHost } from "./fuel.ts";
import type { Observation } from "./observation.ts";
import { runOnV8 } from "./on-v8.ts";

export interface MeteredModule {
  readonly bytes: Uint8Array;
  /** By exported function: what is not charged where the host calls it. */
  readonly leafCosts: Readonly<Record<string, number>>;
}

export interface MeteredRun {
  readonly observed: Observation;
  /** Units of each outcome: of the start function, then of each call. */
  readonly units: readonly number[];
  /** Of each outcome: what of the depth was not given back. */
  readonly depths: readonly number[];
  readonly total: number;
  readonly suffices: boolean;
}

export interface Budget {
  readonly slice: number;
  readonly budget: number;
}

export function runMetered(
  program: Program,
  { bytes, leafCosts }: MeteredModule,
  contract: Contract,
  { slice, budget }: Budget,
): MeteredRun {
  const host = new FuelHost(contract, slice, budget);
  const units: number[] = [];
  const depths: number[] = [];
  let before = 0;
  const observed = runOnV8(program, {
    bytes,
    imports: host.imports,
    start: contract.start,
    begin: (exports) => host.begin(exports),
    before: (call) => host.pay(leafCosts[call] ?? 0),
    after: () => {
      depths.push(host.takeDepth());
      units.push(host.used - before);
      before = host.used;
    },
  });
  return { observed, units, depths, total: host.used, suffices: host.suffices };
}
