/**
 * Names for the numbers that a trap comes with, Linux: signal(7), sigaction(2), asm-generic/siginfo.h;
 * register order: copy_registers in the signals package.
 */

const signals: Readonly<Record<number, string>> = {
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  11: "SIGSEGV",
  31: "SIGSYS",
};

/** Codes that any signal can have. */
const commonCodes: Readonly<Record<number, string>> = {
  [-6]: "SI_TKILL",
  [-1]: "SI_QUEUE",
  0: "SI_USER",
  128: "SI_KERNEL",
};

/** Codes from 1 on, per signal. */
const codes: Readonly<Record<string, readonly string[]>> = {
  SIGILL: [
    "ILL_ILLOPC",
    "ILL_ILLOPN",
    "ILL_ILLADR",
    "ILL_ILLTRP",
    "ILL_PRVOPC",
    "ILL_PRVREG",
    "ILL_COPROC",
    "ILL_BADSTK",
  ],
  SIGTRAP: ["TRAP_BRKPT", "TRAP_TRACE", "TRAP_BRANCH", "TRAP_HWBKPT"],
  SIGBUS: ["BUS_ADRALN", "BUS_ADRERR", "BUS_OBJERR", "BUS_MCEERR_AR", "BUS_MCEERR_AO"],
  SIGFPE: [
    "FPE_INTDIV",
    "FPE_INTOVF",
    "FPE_FLTDIV",
    "FPE_FLTOVF",
    "FPE_FLTUND",
    "FPE_FLTRES",
    "FPE_FLTINV",
    "FPE_FLTSUB",
  ],
  SIGSEGV: ["SEGV_MAPERR", "SEGV_ACCERR", "SEGV_BNDERR", "SEGV_PKUERR"],
  SIGSYS: ["SYS_SECCOMP"],
};

const registers = [
  ...["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp"],
  ...["r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "rip", "eflags"],
];

/** "SIGSEGV" for 11. */
export function signalName(signal: number): string {
  return signals[signal] ?? `signal ${signal}`;
}

/** "SEGV_MAPERR" for SIGSEGV with code 1. */
export function codeName(signal: number, code: number): string {
  return commonCodes[code] ?? codes[signalName(signal)]?.[code - 1] ?? `code ${code}`;
}

/** Values by register name. */
export function registersByName(values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(registers.map((name, index) => [name, values[index] as string]));
}
