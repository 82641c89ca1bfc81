/**
 * koffi, prepared once per JavaScript thread. What we rely on beyond its documentation (3.3.4):
 * synchronous calls run on a private stack, with the thread's own stack pointer in rbp.
 */
import os from "node:os";
import { callerGuard, fail } from "@cofferdam/core";
import koffi from "koffi";
import { ASYNC_CALLS } from "./limits.js";

/** Of it, the gate makes the lowest 1 MiB a guard (native/caller_stack.h in core). */
const SYNC_STACK_BYTES = 4 * 1024 ** 2;

interface Runtime {
  /** koffi's `napi_env`, to throw in. */
  readonly environment: bigint;
  /** Usable bytes of the stack that in-place calls run on; 0: not known, its overflow is a plain SIGSEGV. */
  readonly stackBytes: number;
}

let prepared: Runtime | undefined;

/** @throws UnsupportedPlatformError, ERR_FFI_UNSUPPORTED */
export function runtime(): Runtime {
  prepared ??= prepare();
  return prepared;
}

/** So many asynchronous calls koffi takes at a time, guarded ones and others. */
export function maxAsyncCalls(): number {
  return (koffi.config() as { max_async_calls: number }).max_async_calls;
}

function prepare(): Runtime {
  const guard = callerGuard();
  try {
    const resident_async_pools = Math.min(ASYNC_CALLS, maxAsyncCalls());
    koffi.config({ sync_stack_size: SYNC_STACK_BYTES, resident_async_pools });
  } catch {
    // The application has loaded a library by itself already: koffi's stack has the size it has.
  }
  koffi.load(null); // allocates koffi's stacks; a function decoded before that would crash
  const guardStack = koffi.decode(guard, koffi.proto("int64_t cofferdam_guard_caller_stack()"));
  return {
    environment: koffi.node.env as unknown as bigint,
    stackBytes: checkedBytes(Number(guardStack())),
  };
}

/** @param answer native/caller_stack.h in core */
function checkedBytes(answer: number): number {
  if (answer !== -os.constants.errno.EPROTO) return Math.max(0, answer);
  throw fail(
    "ERR_FFI_UNSUPPORTED",
    `Cannot guard calls through koffi ${koffi.version}: it does not keep the thread's stack pointer ` +
      "where the gate finds it. Use koffi 3.3.4.",
  );
}
