// The hostile corpus: one row per guest in crimes/, with what the kernel was measured to report.
//
// Plain JavaScript, so that tests, bench and demo can all import it. Rows speak of the CPU and the
// kernel only; which error a layer makes of them is for the tests to say.

import { fileURLToPath } from "node:url";

/**
 * @typedef {import("./crimes.d.mts").Crime} Crime
 * @typedef {import("./crimes.d.mts").Expectation} Expectation
 */

/** @type {Partial<Expectation>} */
const SEGV_MAPERR = { signal: "SIGSEGV", code: "SEGV_MAPERR" };
/** @type {Partial<Expectation>} */
const SEGV_ACCERR = { signal: "SIGSEGV", code: "SEGV_ACCERR" };
/**
 * #GP: the CPU refuses the instruction, and does not tell the kernel which address it was about.
 * @type {Partial<Expectation>}
 */
const SEGV_KERNEL = { signal: "SIGSEGV", code: "SI_KERNEL", address: "0x0" };
/** @type {Partial<Expectation>} */
const ABORT = { signal: "SIGABRT", code: "SI_TKILL" };

/** @type {readonly Crime[]} */
export const crimes = Object.freeze([
  trapping("null_read", "reads through a null pointer", { ...SEGV_MAPERR, address: "0x0" }),
  trapping("null_write", "writes through a null pointer", { ...SEGV_MAPERR, address: "0x0" }),
  trapping("non_canonical", "reads from an address no pointer can have", SEGV_KERNEL),
  trapping("misaligned_sse", "uses an aligned SSE load on an odd address", SEGV_KERNEL),
  trapping("read_only_write", "writes to its own constants", SEGV_ACCERR),
  trapping("bus_error", "reads past the end of a mapped file", {
    signal: "SIGBUS",
    code: "BUS_ADRERR",
  }),

  // The pc is nowhere: only the return address on top of the stack tells who jumped.
  trapping("call_null", "calls a null function pointer", {
    ...SEGV_MAPERR,
    address: "0x0",
    addressIsPc: true,
  }),
  trapping("wild_jump", "calls a function pointer full of garbage", {
    ...SEGV_MAPERR,
    address: "0x424242424242",
    addressIsPc: true,
  }),

  trapping("divide_by_zero", "divides an integer by zero", {
    signal: "SIGFPE",
    code: "FPE_INTDIV",
    addressIsPc: true,
  }),
  trapping("float_exception_unmasked", "unmasks floating-point traps and divides by zero", {
    signal: "SIGFPE",
    code: "FPE_FLTDIV",
    addressIsPc: true,
  }),
  trapping("illegal_instruction", "executes an illegal instruction", {
    signal: "SIGILL",
    code: "ILL_ILLOPN",
    addressIsPc: true,
  }),
  trapping("breakpoint", "runs into a breakpoint", {
    signal: "SIGTRAP",
    code: "SI_KERNEL",
    address: "0x0",
  }),

  trapping("abort_call", "calls abort()", ABORT),
  trapping("assert_fail", "fails an assertion", ABORT),

  overflowing("stack_overflow_small", "recurses without end in small frames"),
  overflowing("stack_overflow_large", "recurses without end in 70 KB frames"),

  trapping("stack_smash_protected", "smashes its stack under a stack protector", ABORT),
  trapping("stack_smash", "smashes its stack and returns", {
    ...SEGV_MAPERR,
    address: "0x414141414141",
    addressIsPc: true,
    frame: undefined,
  }),
  trapping(
    "longjmp_out",
    "longjmps into a frame that has returned",
    { ...SEGV_MAPERR, address: "0x434343434343", addressIsPc: true, frame: undefined },
    { prepare: "int longjmp_out_prepare(void)" },
  ),

  trapping("double_free_small", "frees a small block twice", ABORT),
  trapping("double_free_large", "frees a large block twice", ABORT, { leavesMalloc: "locked" }),
  trapping("free_invalid", "frees a pointer malloc never gave out", ABORT),

  trapping("raise_segv", "raises SIGSEGV", { signal: "SIGSEGV", code: "SI_TKILL" }),
  trapping("raise_bus", "raises SIGBUS", { signal: "SIGBUS", code: "SI_TKILL" }),
  trapping("raise_fpe", "raises SIGFPE", { signal: "SIGFPE", code: "SI_TKILL" }),
  trapping("raise_ill", "raises SIGILL", { signal: "SIGILL", code: "SI_TKILL" }),
  trapping("raise_abrt", "raises SIGABRT", { signal: "SIGABRT", code: "SI_TKILL" }),
  trapping("raise_trap", "raises SIGTRAP", { signal: "SIGTRAP", code: "SI_TKILL" }),
  trapping("raise_sys", "raises SIGSYS", { signal: "SIGSYS", code: "SI_TKILL" }),

  returning("dirty_ftz", "returns with denormals switched off"),
  returning("dirty_direction_flag", "returns with the direction flag set"),
  returning("clobber_registers", "returns with garbage in callee-saved registers"),
  returning("handler_thief", "takes away the process's SIGSEGV handler"),
]);

/**
 * Path of the library that build.mjs makes from crimes/<name>.c or honest/<name>.c.
 * @param {string} name
 */
export function libraryPath(name) {
  return fileURLToPath(new URL(`build/lib${name}.so`, import.meta.url));
}

/**
 * A crime that ends in a signal. Its helper is named in the frames, unless the row says otherwise.
 * @param {string} name
 * @param {string} title
 * @param {Partial<Expectation>} expect
 * @param {Partial<Crime>} [more]
 * @returns {Crime}
 */
function trapping(name, title, expect, more) {
  return crime(name, title, { kind: "signal", frame: `${name}_inner`, ...expect }, more);
}

/**
 * A crime that runs out of stack.
 * @param {string} name
 * @param {string} title
 */
function overflowing(name, title) {
  return crime(name, title, {
    kind: "stack-overflow",
    signal: "SIGSEGV",
    frame: `${name}_inner`,
  });
}

/**
 * A crime that nobody notices while it happens.
 * @param {string} name
 * @param {string} title
 */
function returning(name, title) {
  return crime(name, title, { kind: "none" }, { result: 42 });
}

/**
 * @param {string} name
 * @param {string} title
 * @param {Expectation} expect
 * @param {Partial<Crime>} [more]
 * @returns {Crime}
 */
function crime(name, title, expect, more) {
  const prototype = `int ${name}(void)`;
  return Object.freeze({ name, title, prototype, expect, leavesMalloc: "intact", ...more });
}
