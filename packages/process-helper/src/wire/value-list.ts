import type { Region } from "./regions.js";

/** Values that cross together, such as the arguments of a call, and the memory that they have views of. */
export class ValueList {
  readonly values: readonly unknown[];
  /** Filled in by encoding, and by decoding: both sides have the same ones. */
  regions: readonly Region[];

  constructor(values: readonly unknown[], regions: readonly Region[] = []) {
    this.values = values;
    this.regions = regions;
  }
}
