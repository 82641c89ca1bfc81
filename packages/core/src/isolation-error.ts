import { basename } from "node:path";
import type { Fault, FaultKind, FaultOf, Frame } from "./fault.js";

/** Where a fault happened, and who caught it. */
export interface FaultPlace {
  /** Name of the target, as `status()` shows it. */
  readonly target: string;
  /** The function that was called. */
  readonly symbol: string;
  /** The layer that caught it. */
  readonly layer: string;
}

/**
 * A guest's fault, thrown. Branch on `code` or `fault.kind`, never on the text.
 *
 * `cause` is set when JavaScript had already thrown inside the same call (in a callback).
 */
export class IsolationError<K extends FaultKind = FaultKind> extends Error {
  readonly code: string;
  readonly fault: FaultOf<K>;
  readonly target: string;
  readonly symbol: string;
  readonly layer: string;

  constructor(fault: FaultOf<K>, place: FaultPlace, options?: ErrorOptions) {
    const row = faultTable[fault.kind] as Row<K>;
    super(`${place.symbol} ${row.message(fault)} (caught by ${place.layer})`, options);
    this.code = row.code;
    this.fault = fault;
    this.target = place.target;
    this.symbol = place.symbol;
    this.layer = place.layer;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

export class SignalError extends IsolationError<"signal"> {}
export class StackOverflowError extends IsolationError<"stack-overflow"> {}
export class PanicError extends IsolationError<"panic"> {}
export class TimeoutError extends IsolationError<"timeout"> {}
export class FuelError extends IsolationError<"fuel"> {}
export class MemoryLimitError extends IsolationError<"memory-limit"> {}
export class TrapError extends IsolationError<"trap"> {}
export class ExitError extends IsolationError<"exit"> {}
export class ViolationError extends IsolationError<"violation"> {}
export class ProtocolError extends IsolationError<"protocol"> {}
export class GuestError extends IsolationError<"guest-error"> {}
export class BufferOverrunError extends IsolationError<"buffer-overrun"> {}

interface Row<K extends FaultKind> {
  readonly code: string;
  readonly Error: new (
    fault: FaultOf<K>,
    place: FaultPlace,
    options?: ErrorOptions,
  ) => IsolationError<K>;
  /** What happened, to follow the symbol's name. */
  readonly message: (fault: FaultOf<K>) => string;
}

/** Every kind of fault: its class, its `code`, its words. */
export const faultTable: { readonly [K in FaultKind]: Row<K> } = {
  signal: {
    code: "ERR_ISOLATION_SIGNAL",
    Error: SignalError,
    message: (fault) =>
      `raised ${fault.name}: ${fault.codeName} at ${where(ownFrames(fault), fault.pc)}${touching(fault)}`,
  },
  "stack-overflow": {
    code: "ERR_ISOLATION_STACK_OVERFLOW",
    Error: StackOverflowError,
    message: (fault) =>
      `overflowed its stack of ${fault.limit} bytes: at ${where(fault.frames, fault.pc)}`,
  },
  panic: {
    code: "ERR_ISOLATION_PANIC",
    Error: PanicError,
    message: ({ language, type, reason }) =>
      `panicked: ${language} ${type}${reason && `: ${reason}`}`,
  },
  timeout: {
    code: "ERR_ISOLATION_TIMEOUT",
    Error: TimeoutError,
    message: ({ elapsed, limit, aborted, abandoned, frames = [], pc = "" }) =>
      (aborted
        ? `was aborted after ${elapsed} ms`
        : `took ${elapsed} ms: its limit is ${limit} ms`) +
      (abandoned ? `; abandoned ${abandoned}, at ${where(frames, pc)}` : ""),
  },
  fuel: {
    code: "ERR_ISOLATION_FUEL",
    Error: FuelError,
    message: (fault) => `used up its ${fault.limit} units of fuel`,
  },
  "memory-limit": {
    code: "ERR_ISOLATION_MEMORY_LIMIT",
    Error: MemoryLimitError,
    message: (fault) => `asked for ${fault.amount} bytes: its limit is ${fault.limit} bytes`,
  },
  trap: {
    code: "ERR_ISOLATION_TRAP",
    Error: TrapError,
    message: (fault) => `trapped: ${fault.reason} at ${where(fault.frames, "an unknown place")}`,
  },
  exit: {
    code: "ERR_ISOLATION_EXIT",
    Error: ExitError,
    message: ({ signal, exitCode, lastCall, output }) =>
      `lost its helper process: ${signal ?? `exit code ${exitCode ?? "unknown"}`}` +
      `${lastCall ? `, last call ${lastCall}` : ""}${lastWords(output)}`,
  },
  violation: {
    code: "ERR_ISOLATION_VIOLATION",
    Error: ViolationError,
    message: (fault) =>
      `asked for ${fault.action} ${fault.resource}: ${fault.rule} does not allow it`,
  },
  protocol: {
    code: "ERR_ISOLATION_PROTOCOL",
    Error: ProtocolError,
    message: (fault) => `broke the protocol: ${fault.reason} at byte ${fault.offset}`,
  },
  "guest-error": {
    code: "ERR_ISOLATION_GUEST_ERROR",
    Error: GuestError,
    message: (fault) => `threw ${fault.name}: ${fault.message}`,
  },
  "buffer-overrun": {
    code: "ERR_ISOLATION_BUFFER_OVERRUN",
    Error: BufferOverrunError,
    message: (fault) =>
      `touched argument ${fault.argument} at offset ${fault.offset}: ` +
      `${fault.access} at ${where(fault.frames, fault.pc)}`,
  },
};

/** The error for a fault, of the class that its kind has. */
export function isolationError(
  fault: Fault,
  place: FaultPlace,
  options?: ErrorOptions,
): IsolationError {
  const row = faultTable[fault.kind] as Row<FaultKind>;
  return new row.Error(fault, place, options);
}

/** `symbol+0x4` of the innermost frame that has a name; else `libx.so+0x1139`, or its address. */
function where(frames: readonly Frame[], fallback: string): string {
  const named = frames.find(({ symbol }) => symbol !== undefined);
  if (named) return `${named.symbol}+0x${(named.offset ?? 0).toString(16)}`;
  const inFile = frames.find(({ module }) => module !== undefined);
  return inFile ? `${basename(inFile.module as string)}+${inFile.moduleOffset}` : fallback;
}

/** Without the C library's own, where the guest asked it to raise or abort. */
function ownFrames({ frames, code }: FaultOf<"signal">): readonly Frame[] {
  if (code !== SI_TKILL) return frames;
  return frames.filter(({ module = "" }) => !basename(module).startsWith("libc."));
}

const SI_TKILL = -6;

/** The last line that says something; quoted, as the guest wrote it. */
function lastWords(output: string = ""): string {
  const lines = output.trim().split(/[\r\n]+/);
  const last = lines.at(-1) ?? "";
  // Node ends with its version, and before it an error's stack
  const line = NODE_VERSION.test(last) ? (lines.find((one) => NODE_ERROR.test(one)) ?? "") : last;
  if (line === "") return "";
  const short = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
  return `; it wrote ${JSON.stringify(short)}`;
}

const NODE_VERSION = /^Node\.js v\d/;
const NODE_ERROR = /^\w*Error\b/;
const MAX_LINE = 120;

function touching({ address }: { address: string | null }): string {
  return address === null ? "" : `, address ${address}`;
}
