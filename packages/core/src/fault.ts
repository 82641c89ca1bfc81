/**
 * Faults: what a guest did wrong, as plain records. They survive `JSON.stringify`, and so cross the
 * helper's wire unchanged; addresses are therefore hexadecimal strings.
 */

/** One code address of a guest's back trace, innermost first. */
export interface Frame {
  readonly pc: string;
  /** Demangled name of the exported function that holds `pc`, when there is one. */
  readonly symbol?: string;
  /** Bytes from the start of `symbol`. */
  readonly offset?: number;
  /** Path of the library that holds `pc`, when there is one. */
  readonly module?: string;
  /** `pc` as an offset in `module`: what `addr2line -e` takes. */
  readonly moduleOffset?: string;
}

/** What every native fault has. */
interface NativePlace {
  /** The instruction that ran. */
  readonly pc: string;
  /** The address that it touched; null when the signal has none. */
  readonly address: string | null;
  readonly frames: readonly Frame[];
  /** Register values by name; only when the layer was asked for them. */
  readonly registers?: Readonly<Record<string, string>>;
}

/** What was thrown. */
export interface Thrown {
  readonly language: "C++" | "Rust" | "unknown";
  /** Demangled type of what was thrown. */
  readonly type: string;
  /** `what()`, the message of the panic (of a payload that is no text its size); empty where the type has none. */
  readonly reason: string;
}

/** The CPU or the C library reported a trap: signal(7). */
export interface SignalFault extends NativePlace {
  readonly kind: "signal";
  readonly signal: number;
  /** "SIGSEGV", … */
  readonly name: string;
  readonly code: number;
  /** "SEGV_MAPERR", …: sigaction(2). */
  readonly codeName: string;
  /** SIGABRT out of `std::terminate`: the exception that it was about. */
  readonly exception?: Thrown;
  readonly term: readonly ["native_signal", number];
}

/** The guest used more stack than it was given. */
export interface StackOverflowFault extends NativePlace {
  readonly kind: "stack-overflow";
  /** Bytes that the stack had. */
  readonly limit: number;
  /** Of native code. */
  readonly term?: readonly ["native_signal", number];
}

/** A C++ exception or a Rust panic left the guest. */
export interface PanicFault extends Thrown {
  readonly kind: "panic";
  /** Where it was thrown, innermost first. */
  readonly frames: readonly Frame[];
  readonly term: readonly ["native_panic", string, readonly Frame[]];
}

/** The call took longer than it may. Times are milliseconds. */
export interface TimeoutFault {
  readonly kind: "timeout";
  /** null: it had none, it was aborted. */
  readonly limit: number | null;
  readonly elapsed: number;
  /**
   * Native calls: how it was ended. "at-return": when the C library that it was in returned to it;
   * "in-target": in the middle of the target's own code; "forced": wherever it was, after the grace.
   */
  readonly abandoned?: "at-return" | "in-target" | "forced";
  /** An AbortSignal ended it before its time was up. */
  readonly aborted?: true;
  /** Native calls: the instruction that it was at. */
  readonly pc?: string;
  readonly frames?: readonly Frame[];
}

/** The guest ran more instructions than it may. */
export interface FuelFault {
  readonly kind: "fuel";
  readonly limit: number;
}

/** The guest asked for more memory than it may have. Amounts are bytes. */
export interface MemoryLimitFault {
  readonly kind: "memory-limit";
  readonly limit: number;
  readonly amount: number;
}

/** WebAssembly trapped. */
export interface TrapFault {
  readonly kind: "trap";
  readonly reason: string;
  readonly frames: readonly Frame[];
}

/** The helper process ended in the middle of a call: with an exit code, or by a signal. */
export interface ExitFault {
  readonly kind: "exit";
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The symbol that was called last. */
  readonly lastCall?: string;
  /** The tail of what it wrote to stdout and stderr. */
  readonly output?: string;
}

/** The guest asked for what policy forbids. */
export interface ViolationFault {
  readonly kind: "violation";
  /** What it asked for: "connect", "open", a symbol, … */
  readonly action: string;
  readonly resource: string;
  /** The rule that forbids it. */
  readonly rule: string;
}

/** The other side of a wire broke the protocol. */
export interface ProtocolFault {
  readonly kind: "protocol";
  readonly reason: string;
  /** Byte offset in the message. */
  readonly offset: number;
}

/** The guest threw an error of its own, or replied with one. It ended in good order: it is not tainted. */
export interface GuestErrorFault {
  readonly kind: "guest-error";
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** The guest went past the end of a buffer that it was lent. */
export interface BufferOverrunFault {
  readonly kind: "buffer-overrun";
  /** Index of the argument. */
  readonly argument: number;
  /** Byte offset from the buffer's start. */
  readonly offset: number;
  readonly access: "overrun" | "underrun" | "read-only";
  /** The instruction that did it. */
  readonly pc: string;
  readonly frames: readonly Frame[];
}

export type Fault =
  | SignalFault
  | StackOverflowFault
  | PanicFault
  | TimeoutFault
  | FuelFault
  | MemoryLimitFault
  | TrapFault
  | ExitFault
  | ViolationFault
  | ProtocolFault
  | GuestErrorFault
  | BufferOverrunFault;

export type FaultKind = Fault["kind"];
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;
