/**
 * The errors that are not a guest's: the machine or an artifact cannot (SetupError), or the host asked for
 * something that makes no sense (TypeError, RangeError). One row per code; `fail` makes the error.
 */

/** The machine or an artifact cannot do what was asked. */
export class SetupError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** This platform has no native code of ours. */
export class UnsupportedPlatformError extends SetupError {}

/** The target is quarantined after a fault; `reopen()` ends that. */
export class QuarantinedError extends Error {
  readonly code = "ERR_ISOLATION_QUARANTINED";

  override get name(): string {
    return this.constructor.name;
  }
}

type Make = (code: string, message: string, options?: ErrorOptions) => Error;

const setup: Make = (code, message, options) => new SetupError(code, message, options);
const unsupported: Make = (code, message, options) =>
  new UnsupportedPlatformError(code, message, options);
const quarantined: Make = (_code, message, options) => new QuarantinedError(message, options);
const typeError: Make = (code, message, options) =>
  Object.assign(new TypeError(message, options), { code });
const rangeError: Make = (code, message, options) =>
  Object.assign(new RangeError(message, options), { code });

/** Every code: who makes its error, and when it is thrown. */
export const errorTable = {
  ERR_UNSUPPORTED_PLATFORM: [unsupported, "A layer is used on a platform that it has no code for."],
  ERR_DLOPEN_FAILED: [setup, "The library cannot be loaded."],
  ERR_NAMESPACES_EXHAUSTED: [setup, "The process has no room for one more private heap."],
  ERR_SYMBOL_NOT_FOUND: [setup, "The library exports no such symbol."],
  ERR_FFI_UNSUPPORTED: [setup, "The FFI calls in a way that the gate does not know."],
  ERR_ADDON_UNSUPPORTED: [setup, "An addon uses V8 directly, not through Node-API."],
  ERR_ADDON_NOT_FOUND: [setup, "What was to be opened as an addon loads no native code."],
  ERR_GATE_FULL: [setup, "Every slot of the gate is taken."],
  ERR_LAYER_UNAVAILABLE: [setup, "A layer's native half cannot take part in calls."],
  ERR_HELPER_UNAVAILABLE: [setup, "The helper process cannot be started."],
  ERR_HELPER_CONFINEMENT: [
    setup,
    "A required piece of the confinement is missing on this machine.",
  ],
  ERR_HELPER_BROKEN: [setup, "Helpers died one after the other, and none is started for a while."],
  ERR_HELPER_BUSY: [rangeError, "More calls wait for a helper than may."],
  ERR_HANDLE_DISPOSED: [
    typeError,
    "A handle of an object in a helper is used after it was disposed.",
  ],
  ERR_HANDLE_LOST: [setup, "A handle is used whose object ended with its helper."],
  ERR_POLICY_INVALID: [setup, "A policy file has problems."],
  ERR_POLICY_DENIED: [setup, "The policy forbids what was asked for."],
  ERR_POLICY_UNENFORCED: [setup, "A key of the policy is one that nothing here enforces."],
  ERR_POLICY_SIGNATURE: [setup, "The signature of a policy is missing, wrong or unneeded."],
  ERR_POLICY_LOCK: [setup, "A file or a policy is not what `cofferdam.lock` says."],
  ERR_AUDIT_FULL: [setup, "The audit queue is full, and the policy refuses what cannot be logged."],
  ERR_AUDIT_UNAVAILABLE: [setup, "The audit log cannot be opened or written."],
  ERR_WASM_NOT_FOUND: [setup, "The file of a WebAssembly module cannot be read."],
  ERR_WASM_INVALID: [setup, "What was to be opened is no WebAssembly module that can run here."],
  ERR_WASM_LIMIT: [
    setup,
    "A WebAssembly module asks for more from the start than its limits allow, or the engine has.",
  ],
  ERR_WASM_IMPORT: [setup, "A WebAssembly module imports what it was not granted."],
  ERR_WASM_CACHE: [setup, "Others could write to the folder of a cache of WebAssembly modules."],
  ERR_WASM_EXPORT: [typeError, "A WebAssembly module has no such export."],
  ERR_WASM_ABI: [setup, "A WebAssembly module is invoked that does not speak the guest ABI."],
  ERR_WASM_SUSPEND: [
    typeError,
    "A WebAssembly guest would have to wait for the host, or to be called back, where it cannot.",
  ],
  ERR_WASM_COMPONENTS: [setup, "What runs WebAssembly components is not installed."],
  ERR_WASM_PAYLOAD: [
    rangeError,
    "What is passed to a WebAssembly module is larger than it may be.",
  ],
  ERR_POOL_TIMEOUT: [setup, "No instance of a pool was free in time."],
  ERR_POOL_BUSY: [rangeError, "More wait for an instance of a pool than may."],
  ERR_POOL_DISPOSED: [
    typeError,
    "A pool is used after it was disposed, or an instance of it after it was given back.",
  ],
  ERR_ISOLATION_QUARANTINED: [quarantined, "The target had a fault and was not reopened."],
  ERR_LAYER_INVALID: [typeError, "Something in the list is not a layer."],
  ERR_LAYER_TWICE: [typeError, "A layer is in the list twice."],
  ERR_LAYER_ORDER: [typeError, "A layer is on the wrong side of another."],
  ERR_LAYER_NEXT_TWICE: [typeError, "A layer called `next` twice while opening."],
  ERR_LAYER_NEXT_NEVER: [typeError, "A layer never called `next` while opening."],
  ERR_LAYER_PROMISE_IN_SYNC: [typeError, "A layer answered a synchronous request with a promise."],
  ERR_LAYER_NOT_A_GATE: [typeError, "A layer's `link` returned something that cannot be called."],
  ERR_LAYER_NOT_PORTABLE: [
    typeError,
    "A layer or target is listed after one that moves, and cannot be made anew there.",
  ],
  ERR_TARGET_INVALID: [typeError, "What is opened is not a target."],
  ERR_TARGET_DISPOSED: [typeError, "The target was disposed."],
  ERR_TARGET_BUSY: [typeError, "The target is disposed or reopened while one of its calls runs."],
  ERR_PROTOTYPE_INVALID: [typeError, "A C prototype cannot be understood."],
  ERR_PROTOTYPE_UNSUPPORTED: [typeError, "A C prototype is understood but cannot be guarded."],
  ERR_CALLBACK_UNKNOWN: [typeError, "A callback is unregistered that is not registered."],
  ERR_MEMORY_LIMIT: [rangeError, "`alloc` is asked for more memory than there may be."],
  ERR_MEMORY_FREED: [typeError, "Memory is freed twice."],
  ERR_MEMORY_FOREIGN: [typeError, "Memory is freed that `alloc` did not return."],
  ERR_WIRE_VALUE: [typeError, "A value cannot cross to another process."],
  ERR_WIRE_LIMIT: [rangeError, "A call is too large to cross to another process."],
  ERR_OPTION_TYPE: [typeError, "An option has the wrong type."],
  ERR_OPTION_RANGE: [rangeError, "An option is out of range, or not known."],
  ERR_NESTING_TOO_DEEP: [rangeError, "Guarded calls are nested deeper than the gate can record."],
  ERR_BUFFER_UNAVAILABLE: [setup, "No guarded memory could be mapped for a buffer."],
  ERR_STACK_UNAVAILABLE: [setup, "No stack could be mapped for the call."],
} as const satisfies Record<string, readonly [Make, string]>;

export type ErrorCode = keyof typeof errorTable;

/**
 * Makes the error of `code`.
 *
 * @param message what was expected, what came, where, and one way out
 */
export function fail(code: ErrorCode, message: string, options?: ErrorOptions): Error {
  const error = errorTable[code][0](code, message, options);
  Error.captureStackTrace(error, fail); // begins where it was found
  return error;
}

/** "got `value` (type)" of a misuse message. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const text = typeof value === "string" ? JSON.stringify(value) : display(value);
  return `${text} (${typeof value})`;
}

function display(value: unknown): string {
  if (typeof value === "function") return value.name || "a function";
  if (typeof value !== "object") return String(value);
  return Array.isArray(value) ? "an array" : "an object";
}
