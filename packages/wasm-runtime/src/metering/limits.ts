/** What a module may be made of at most: a small file can make an engine, or us, work for a very long time. */
export interface Caps {
  /** Bytes of the module. */
  readonly moduleBytes: number;
  /** Bytes of one function's instructions. */
  readonly functionBytes: number;
  readonly functions: number;
  readonly types: number;
  readonly imports: number;
  readonly exports: number;
  /** Of one function, parameters included. */
  readonly locals: number;
  /** Blocks inside of one another. */
  readonly nesting: number;
  /** Labels of one br_table. */
  readonly labels: number;
  /** Local variables of functions, and values that calls, blocks and branches pass, of all together, besides VALUES_PER_BYTE. */
  readonly values: number;
  readonly globals: number;
  readonly tables: number;
  readonly memories: number;
}

export const DEFAULT_CAPS: Caps = {
  moduleBytes: 64 * 2 ** 20, // the largest ones in use, engines compiled to wasm, have 12 to 30 MB
  functionBytes: 2 ** 20, // V8 takes 7.6 MB, and compiles it for seconds
  functions: 200_000,
  types: 100_000,
  imports: 10_000,
  exports: 100_000,
  locals: 10_000, // V8 takes 50,000; ours come on top
  nesting: 10_000, // the largest switch statements have some thousand; V8 takes a second for a million
  labels: 65_520, // V8's own
  values: 1_000_000, // V8 takes 10 ns for each value of a block: 50,000 of 1,000 would be a second, in 155 KB
  globals: 100_000,
  tables: 100,
  memories: 100,
};

/** Values that a module's size allows its instructions to pass: honest ones pass less than a tenth. */
export const VALUES_PER_BYTE = 1;
/** A leaf that costs no more is not metered: its callers pay. */
export const MAX_LEAF_COST = 200;
/** Straight-line code that costs so much pays for itself where it begins, so that a short path does not pay for a long one. */
export const OWN_CHARGE = 32;
/** A function with more calls keeps its fuel in the global: each call would have to put it there. */
export const MAX_CALLS_WITH_LOCAL = 12;
/** A function with more parameters is not called anew by a thunk: that would be larger than the function. */
export const MAX_THUNK_PARAMETERS = 16;
/** Elements or bytes that a bulk instruction moves between two looks at the clock: some hundredths of a millisecond. */
export const BULK_BYTES = 2 ** 17;
export const BULK_ELEMENTS = 2 ** 12;
/** V8's arrays have no more bytes, and an element is at least one. */
export const MAX_ARRAY_ELEMENTS = 2 ** 30;
/** What memory.grow and table.grow cost by themselves: about a microsecond. */
export const GROW_COST = 1000;
