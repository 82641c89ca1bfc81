import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import { stackUnitsHere } from "./stack-units.js";

/**
 * What a module may use. 0: no limit. Sizes are bytes, or texts such as "64MiB". Where it says nothing, what policies say
 * without a word counts.
 */
export interface WasmLimits {
  /** Linear memory that it may have, all of its memories together. Default: "64MiB". */
  readonly memory?: Size;
  /** By how much its memory may grow during one call. Default: 0. */
  readonly memoryGrowth?: Size;
  /** Units of fuel of one call: instructions, roughly. Default: 1,000,000,000. */
  readonly fuel?: number;
  /** Milliseconds of one call. Default: 1000. */
  readonly timeout?: number;
  /** Calls inside of one another; those of functions with large frames count as several. Default: 1000. */
  readonly stackDepth?: number;
  /** Elements of all its tables together. Default: 100,000. */
  readonly tableElements?: number;
  /** Calls of the host during one call. Default: 0. */
  readonly hostCalls?: number;
  /** One argument or result that crosses. Default: "16MiB". */
  readonly payloadLimit?: Size;
  /** Standard output of one call that is kept. Default: "1MiB". */
  readonly stdoutLimit?: Size;
  /** Standard error of one call that is kept. Default: "1MiB". */
  readonly stderrLimit?: Size;
  /** Bytes of the module itself. Default: "64MiB". */
  readonly moduleSize?: Size;
  /** Instances of all modules together that may be open at a time. Default: 10,000; V8 has room for about 13,000. */
  readonly instances?: number;
}

/** The same as numbers; Infinity: no limit. */
export type Limits = { readonly [name in keyof Required<WasmLimits>]: number };

const defaults: Required<WasmLimits> = {
  memory: "64MiB",
  memoryGrowth: 0,
  fuel: 1_000_000_000,
  timeout: 1000,
  stackDepth: 1000,
  tableElements: 100_000,
  hostCalls: 0,
  payloadLimit: "16MiB",
  stdoutLimit: "1MiB",
  stderrLimit: "1MiB",
  moduleSize: "64MiB",
  instances: 10_000,
};

const PAGE_BYTES = 2 ** 16;

/**
 * @param units frame units that there can be at most. Default: of this thread's stack
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function checkedLimits(limits: WasmLimits = {}, units: number = stackUnitsHere()): Limits {
  checkKeys(limits, Object.keys(defaults), "limits");
  const given = { ...defaults, ...withoutUndefined(limits) };
  const size = (name: keyof WasmLimits, most: number) =>
    bytesOf(given[name], `limits.${name}`, { max: most }) || Number.POSITIVE_INFINITY;
  const count = (name: keyof WasmLimits, most = Number.MAX_SAFE_INTEGER) =>
    countOf(given[name], name, most) || Number.POSITIVE_INFINITY;
  return Object.freeze({
    memory: size("memory", 2 ** 47),
    memoryGrowth: size("memoryGrowth", 2 ** 47),
    fuel: count("fuel"),
    timeout: count("timeout", 2 ** 40),
    stackDepth: depthOf(given.stackDepth, units),
    tableElements: count("tableElements", 10_000_000),
    hostCalls: count("hostCalls"),
    payloadLimit: size("payloadLimit", 2 ** 32),
    stdoutLimit: size("stdoutLimit", 2 ** 32),
    stderrLimit: size("stderrLimit", 2 ** 32),
    moduleSize: size("moduleSize", 2 ** 32),
    instances: count("instances"),
  });
}

/** Whole pages. */
export function pagesOf(bytes: number): number {
  return Math.floor(bytes / PAGE_BYTES);
}

function countOf(value: unknown, name: string, most: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most) {
    return value;
  }
  throw fail(
    typeof value === "number" ? "ERR_OPTION_RANGE" : "ERR_OPTION_TYPE",
    `Expected a whole number from 0 to ${most} for \`limits.${name}\`, got ${show(value)}. 0 is no limit.`,
  );
}

/** More than the thread's stack has room for would not be a limit. */
function depthOf(value: unknown, most: number): number {
  const depth = countOf(value, "stackDepth", Number.MAX_SAFE_INTEGER);
  if (depth <= most) return depth || most;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected up to ${most} for \`limits.stackDepth\`, as the thread's stack has room for, got ${depth}. ` +
      "Start node with a larger --stack-size, and the thread with as large a stack; or open it with `worker: true`.",
  );
}

function withoutUndefined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
