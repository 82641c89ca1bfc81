import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import type { ConfinementOptions } from "../confinement.js";
import type { LibraryPolicyOptions } from "../libraries/policy.js";
import {
  ARENA_BYTES,
  DEFAULT_QUEUE,
  DEFAULT_TIMEOUT_MS,
  MAX_LANES,
  MAX_SPARES,
} from "../limits.js";

export interface ProcessHelperOptions {
  /** Helpers that a library's calls are spread over; each has its own copy of the library's state. Default: 1. */
  readonly size?: number;
  /** Helpers that are kept ready to take the place of one that died. Default: 1. */
  readonly spare?: number;
  /** Milliseconds that a call may take; 0: no limit. Default: 3000. */
  readonly timeout?: number;
  /** Asynchronous calls that may wait or run at a time. Default: 10 000. */
  readonly queue?: number;
  /** Bytes that `alloc` may hold, of each library; 0: no limit but the arena's 1 GiB. Default: 0. */
  readonly memoryLimit?: Size;
  /** Names of functions that may be called once more when the helper died in the middle of it. */
  readonly idempotent?: readonly string[];
  /** Which libraries may be loaded. Default: all, ten at a time. */
  readonly libraries?: LibraryPolicyOptions;
  /** What the helpers may have and do. false: they are not confined at all. */
  readonly confinement?: ConfinementOptions | false;
  /**
   * A system call that is forbidden: "fault" ends the helper, with a `violation` that names it; "refuse" lets it fail
   * in the library, which may go on. Default: "fault".
   */
  readonly onViolation?: "fault" | "refuse";
  /** What helpers write to standard output and error: kept for the report of a death, or let through. Default: "tail". */
  readonly output?: "tail" | "inherit";
}

export interface CheckedOptions {
  readonly size: number;
  readonly spare: number;
  /** Infinity: no limit. */
  readonly timeout: number;
  readonly queue: number;
  readonly memoryLimit: number;
  readonly idempotent: ReadonlySet<string>;
  readonly libraries: LibraryPolicyOptions;
  readonly confinement: ConfinementOptions | false;
  readonly traps: boolean;
  readonly output: "tail" | "inherit";
}

const known: readonly (keyof ProcessHelperOptions)[] = [
  "size",
  "spare",
  "timeout",
  "queue",
  "memoryLimit",
  "idempotent",
  "libraries",
  "confinement",
  "onViolation",
  "output",
];

/** The options with their defaults. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedOptions(options: ProcessHelperOptions): CheckedOptions {
  checkKeys(options, known, "processHelper");
  const { onViolation = "fault", output = "tail", confinement = {} } = options;
  checkChoice("onViolation", onViolation, ["fault", "refuse"]);
  checkChoice("output", output, ["tail", "inherit"]);
  checkObject("confinement", confinement);
  const timeout = whole("timeout", options.timeout ?? DEFAULT_TIMEOUT_MS, 0, MAX_MS);
  return {
    size: whole("size", options.size ?? 1, 1, MAX_LANES),
    spare: whole("spare", options.spare ?? 1, 0, MAX_SPARES),
    timeout: timeout === 0 ? Number.POSITIVE_INFINITY : timeout,
    queue: whole("queue", options.queue ?? DEFAULT_QUEUE, 1, MAX_MS),
    memoryLimit: bytesOf(options.memoryLimit ?? 0, "memoryLimit", { max: ARENA_BYTES }),
    idempotent: new Set(names(options.idempotent)),
    libraries: options.libraries ?? {},
    confinement,
    traps: onViolation === "fault",
    output,
  };
}

/** 49 days: what 32 bits hold. */
const MAX_MS = 2 ** 32 - 1;

function whole(name: string, value: number, min: number, max: number): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a whole number for \`${name}\`, got ${show(value)}. Give ${min} to ${max}.`,
    );
  }
  if (value >= min && value <= max) return value;
  throw fail("ERR_OPTION_RANGE", `Expected ${min} to ${max} for \`${name}\`, got ${show(value)}.`);
}

function names(value: readonly string[] = []): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === "string")) return value;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an array of functions' names for \`idempotent\`, got ${show(value)}. Give ["parse"].`,
  );
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw fail("ERR_OPTION_RANGE", `Expected one of ${list} for \`${name}\`, got ${show(value)}.`);
}

function checkObject(name: string, value: unknown): void {
  if (value === false || (typeof value === "object" && value !== null)) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected an object of options or false for \`${name}\`, got ${show(value)}. Leave it out for the defaults.`,
  );
}
