import { type IsolationLayer, type NativeHalf, probe } from "@cofferdam/core";
import { checkHandlers, watchHandlers } from "./handler-watch.js";
import { nativeSignals } from "./native.js";
import { checkedOptions, type SignalsOptions } from "./options.js";

/**
 * A layer that turns a CPU trap in native code (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS)
 * into an IsolationError. Crash tolerance, not a security boundary: the guest shares the host's memory.
 *
 * @throws ERR_OPTION_RANGE, ERR_OPTION_TYPE
 */
export function signals(options: SignalsOptions = {}): IsolationLayer {
  const { registers, onReplaced, ...afterFault } = checkedOptions(options);
  return {
    name: "signals",
    ...afterFault,
    recipe: {
      module: import.meta.url,
      export: "signals",
      args: [{ ...options }],
    },
    probe: () => probe(nativeSignals),
    native: () => nativeHalf(registers, onReplaced === "repair"),
    link(next) {
      checkHandlers(); // the library that is being linked may just have installed its own
      return next;
    },
    status: () => ({
      handlers: checkHandlers(),
      mallocRepair: nativeSignals().canReleaseMalloc(),
    }),
  };
}

function nativeHalf(wantsRegisters: boolean, repair: boolean): NativeHalf {
  const handle = nativeSignals().layer();
  watchHandlers(repair);
  return { handle, wantsRegisters };
}
