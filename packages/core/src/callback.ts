import { checkAddress } from "./address.js";
import { fail } from "./errors.js";
import { checkedStackBytes } from "./shape.js";
import { gate } from "./slots.js";

/** A host function that guests may call while their own call is being guarded. */
export interface CallbackThunk {
  /** Give this to the guest in place of the function pointer. */
  readonly address: bigint;
  dispose(): void;
}

/**
 * Lets a guest out of its stack while it calls back into the host.
 *
 * @param address what the FFI made of the host's function
 * @param stackBytes bytes of arguments that the guest passes on its stack
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, ERR_GATE_FULL
 */
export function callbackThunk(address: bigint, stackBytes: number): CallbackThunk {
  checkAddress(address);
  const index = gate().createCallback(address, checkedStackBytes(stackBytes));
  if (index < 0) {
    throw fail(
      "ERR_GATE_FULL",
      "Cannot register the callback: all 1024 of the gate are taken. Unregister some.",
    );
  }
  return {
    address: gate().callbackThunk(index),
    dispose: () => gate().disposeCallback(index),
  };
}

/**
 * Lets a guest out while it calls a function of the host, on the stack that it is on: for functions that
 * guests find by name, such as Node-API's. It stays for the life of the process.
 *
 * @returns the address to give to the guest in place of the function's
 * @throws ERR_GATE_FULL
 */
export function lastingExit(address: bigint): bigint {
  const index = gate().createExit(address);
  if (index < 0) {
    throw fail("ERR_GATE_FULL", "Cannot let a guest out: all 1024 exits of the gate are taken.");
  }
  return gate().callbackThunk(index);
}

/** Address of a function that an FFI with a private stack must call once per thread; see
 *  native/caller_stack.h. Its C prototype is `int64_t (void)`. */
export function callerGuard(): bigint {
  return gate().callerGuard();
}
