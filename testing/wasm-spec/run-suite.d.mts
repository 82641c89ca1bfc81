import type { Line } from "./report.d.mts";

export interface SuiteOptions {
  /** Path of the Node.js to run in. Default: the running one. */
  readonly node?: string;
  /** URL of a module like transforms/identity.mjs. Default: that one. */
  readonly transform?: URL | string;
  /** Runs the scripts whose names begin so, such as "wast/simd_". */
  readonly only?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** @returns a line for each command; throws where the process did not come to its end. */
export function runSuite(options?: SuiteOptions): Promise<readonly Line[]>;
