/** What a generated module may contain, and how big it gets. */
export interface GeneratorOptions {
  readonly memory: boolean;
  readonly bulk: boolean;
  /** A table of functions, call_indirect. */
  readonly tables: boolean;
  /** table.get and .set, a table of externref, references on the stack. */
  readonly references: boolean;
  readonly exceptions: "none" | "legacy" | "try_table";
  readonly tailCalls: boolean;
  readonly multiValue: boolean;
  readonly signExtension: boolean;
  readonly saturating: boolean;
  readonly floats: boolean;
  /** 128-bit integers; those of floats would show the bits of a NaN. */
  readonly simd: boolean;
  readonly imports: boolean;
  readonly loops: boolean;
  readonly branches: boolean;
  /** Instructions behind br, return, unreachable. */
  readonly deadCode: boolean;
  readonly start: boolean;
  /** Long code without a branch. */
  readonly straight: boolean;
  /** How often something may trap on purpose, in percent of the places where it could. */
  readonly traps: number;
  readonly multiMemory: boolean;
  readonly memory64: boolean;
  readonly functions: number;
  /** About how many instructions a function has. */
  readonly instructions: number;
  /** How often one loop runs at most. */
  readonly iterations: number;
  /** Blocks in blocks. */
  readonly nesting: number;
  /** How many calls of functions that may recurse one run makes. */
  readonly calls: number;
}

/** All that Node 20 has without a flag. */
export const DEFAULT_OPTIONS: GeneratorOptions = {
  memory: true,
  bulk: true,
  tables: true,
  references: true,
  exceptions: "legacy",
  tailCalls: true,
  multiValue: true,
  signExtension: true,
  saturating: true,
  floats: true,
  simd: true,
  imports: true,
  loops: true,
  branches: true,
  deadCode: true,
  start: true,
  straight: true,
  traps: 4,
  multiMemory: false,
  memory64: false,
  functions: 7,
  instructions: 60,
  iterations: 5,
  nesting: 6,
  calls: 60,
};
