import { resolve } from "node:path";
import type { LibraryPolicyOptions } from "@cofferdam/admission";
import { bytesOf, checkKeys, fail, type Size } from "@cofferdam/core";
import type { ConfinementOptions } from "../confinement.js";
import {
  ARENA_BYTES,
  DEFAULT_CONNECT_MS,
  DEFAULT_QUEUE,
  DEFAULT_TIMEOUT_MS,
  MAX_LANES,
  MAX_SPARES,
} from "../limits.js";
import { checkChoice, checkObject, checkPath, MAX_MS, names, whole } from "./option-checks.js";

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
  /** Path of the socket of an `ffi-helper` that runs already: libraries are loaded there, under its policy. */
  readonly socket?: string;
  /**
   * Path of an executable that is started as the helper in place of the one of this package: it is given `--fd 3` and the
   * other arguments of `ffi-helper`, and descriptor 3 is the socket. Nothing confines it.
   */
  readonly program?: string;
  /** Milliseconds to connect to `socket`, and to wait until other clients have left; 0: no limit. Default: 5000. */
  readonly connectTimeout?: number;
  /**
   * What carries calls to helpers that are started here: shared memory, or a socket to one that nothing confines. Default:
   * "auto", the ring where the addon is there for it.
   */
  readonly transport?: "auto" | "ring" | "socket";
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
  readonly socket: string | undefined;
  /** Absolute. */
  readonly program: string | undefined;
  /** Infinity: no limit. */
  readonly connectTimeout: number;
  readonly transport: "auto" | "ring" | "socket";
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
  "socket",
  "program",
  "connectTimeout",
  "transport",
];

/** What a helper that runs already has its own of. */
const ofTheHelper: readonly (keyof ProcessHelperOptions)[] = [
  "size",
  "spare",
  "memoryLimit",
  "libraries",
  "confinement",
  "onViolation",
  "output",
  "program",
  "transport",
];

/** The options with their defaults. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedOptions(options: ProcessHelperOptions): CheckedOptions {
  checkKeys(options, known, "processHelper");
  const { onViolation = "fault", output = "tail", confinement = {} } = options;
  checkChoice("onViolation", onViolation, ["fault", "refuse"]);
  checkChoice("output", output, ["tail", "inherit"]);
  checkObject("confinement", confinement);
  const { socket, program, transport = "auto" } = options;
  checkChoice("transport", transport, ["auto", "ring", "socket"]);
  checkSocket(options);
  checkProgram(options);
  const timeout = whole("timeout", options.timeout ?? DEFAULT_TIMEOUT_MS, 0, MAX_MS);
  const connect = whole("connectTimeout", options.connectTimeout ?? DEFAULT_CONNECT_MS, 0, MAX_MS);
  return {
    size: whole("size", options.size ?? 1, 1, MAX_LANES),
    spare: whole("spare", options.spare ?? 1, 0, MAX_SPARES),
    timeout: timeout === 0 ? Number.POSITIVE_INFINITY : timeout,
    connectTimeout: connect === 0 ? Number.POSITIVE_INFINITY : connect,
    queue: whole("queue", options.queue ?? DEFAULT_QUEUE, 1, MAX_MS),
    memoryLimit: bytesOf(options.memoryLimit ?? 0, "memoryLimit", { max: ARENA_BYTES }),
    idempotent: new Set(names(options.idempotent)),
    libraries: options.libraries ?? {},
    confinement,
    traps: onViolation === "fault",
    output,
    socket,
    program: program === undefined ? undefined : resolve(program), // nothing is looked for in PATH
    transport,
  };
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE: also for what the helper at a socket decides by itself */
function checkSocket(options: ProcessHelperOptions): void {
  const { socket } = options;
  if (socket === undefined) return;
  checkPath("socket", socket, "Give the one that ffi-helper was given.");
  const other = ofTheHelper.find((name) => options[name] !== undefined);
  if (other === undefined) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected \`socket\` or \`${other}\`, got both. The helper at a socket runs already, with the options it was started with.`,
  );
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE: also for what cannot be had of such a helper */
function checkProgram(options: ProcessHelperOptions): void {
  const { program, confinement, onViolation, transport } = options;
  if (program === undefined) return;
  checkPath("program", program, "Give the one of an executable.");
  const others = {
    confinement: confinement !== undefined && confinement !== false,
    onViolation: onViolation !== undefined,
    transport: transport === "ring",
  };
  const other = Object.entries(others).find(([, isAsked]) => isAsked)?.[0];
  if (other === undefined) return;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected \`program\` or \`${other}\`, got both. A program of your own is reached over a socket, and nothing confines it: ` +
      `leave out \`${other}\`.`,
  );
}
