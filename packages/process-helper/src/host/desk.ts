/** What the host does for the helpers of one library, in the middle of a call. */
import type { MovedCompartment } from "@cofferdam/core";
import type { Callbacks } from "./callbacks.js";
import type { HostDesk } from "./ring-exchange.js";

/** @param arena memory that both sides have, if there is some */
export function deskOf(
  callbacks: Callbacks,
  compartment: MovedCompartment,
  arena?: ArrayBufferLike,
): HostDesk {
  return {
    context: {
      ...(arena && { arena }),
      callbackId: (callback) => callbacks.lend(callback),
      registeredId: (pointer) => callbacks.registeredId(pointer),
    },
    callBack(id, args) {
      const callback = callbacks.get(id);
      if (callback === undefined) throw unknownCallback(id);
      compartment.enter(); // the call around it goes on after it
      try {
        return callback(...args);
      } finally {
        compartment.leave();
      }
    },
    keepThrown: (error) => callbacks.keepThrown(error),
  };
}

function unknownCallback(id: number): TypeError {
  return new TypeError(
    `The library called a function of the host (${id}) that it was not given, or no longer has.`,
  );
}
