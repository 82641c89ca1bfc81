/** One row of the catalogue: a hostile guest, and what the machine makes of it. */
export interface Crime {
  /** Name of the source file, of the library and of the function that commits the crime. */
  readonly name: string;
  /** What the guest does, to follow "a guest that": "writes through a null pointer". */
  readonly title: string;
  /** koffi prototype of the function that commits the crime. */
  readonly prototype: string;
  /** koffi prototype of a function to call right before each crime, on the same thread. */
  readonly prepare?: string;
  readonly expect: Expectation;
  /** What the call returns when `expect.kind` is "none". */
  readonly result?: number;
  /**
   * malloc after the crime. "locked": the mutex of the arena in use stays taken, the heap itself is
   * sound. "damaged": the heap is not.
   */
  readonly leavesMalloc: "intact" | "locked" | "damaged";
}

/** What the kernel reports, as measured on x86-64 Linux. */
export interface Expectation {
  /** "none": the call returns, and the harm shows afterwards. */
  readonly kind: "signal" | "stack-overflow" | "none";
  readonly signal?: SignalName;
  /** Name of the signal's `si_code`. Left out for overflows: it depends on what lies below. */
  readonly code?: SignalCode;
  /** `si_addr` in hex, where it is the same every time. SI_TKILL has none (but a pid). */
  readonly address?: string;
  /** `si_addr` is the address of the instruction itself. */
  readonly addressIsPc?: boolean;
  /**
   * Exported symbol that the frames must name. Left out where the guest has destroyed the stack
   * that leads to it.
   */
  readonly frame?: string | undefined;
}

export type SignalName =
  | "SIGSEGV"
  | "SIGBUS"
  | "SIGFPE"
  | "SIGILL"
  | "SIGABRT"
  | "SIGTRAP"
  | "SIGSYS";

export type SignalCode =
  | "SEGV_MAPERR"
  | "SEGV_ACCERR"
  | "BUS_ADRERR"
  | "FPE_INTDIV"
  | "FPE_FLTDIV"
  | "ILL_ILLOPN"
  | "SI_KERNEL"
  | "SI_TKILL";

/** Every hostile guest, in the order of the corpus. */
export declare const crimes: readonly Crime[];

/** Path of the library that build.mjs makes from crimes/<name>.c or honest/<name>.c. */
export declare function libraryPath(name: string): string;
