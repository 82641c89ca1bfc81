/**
 * koffi as the package's users get it: the pointers that its `register` makes work on any stack. koffi's own relay
 * knows the thread's stack and koffi's, and lets V8 run on every other one as well, which V8 refuses.
 */
import { isSupported } from "@cofferdam/core";
import plain from "koffi";
import { type Registered, throughGate } from "./registered-callbacks.js";

type Register = typeof plain.register;

const registered = new Map<bigint, Registered>();

/** @throws ERR_GATE_FULL, and what koffi throws */
const register: Register = (...args: readonly unknown[]) => {
  const inner = (plain.register as (...args: readonly unknown[]) => bigint)(...args);
  if (!isSupported()) return inner; // nothing is guarded here
  const type = args.at(-1) as Parameters<Register>[2];
  const callback = throughGate(inner, plain.type(type));
  registered.set(callback.thunk.address, callback);
  return callback.thunk.address;
};

/** Also of pointers that koffi itself made, for somebody who imports it directly. */
function unregister(pointer: bigint): void {
  const callback = registered.get(pointer);
  plain.unregister(callback?.inner ?? pointer);
  callback?.thunk.dispose();
  registered.delete(pointer);
}

/** All else is koffi's own. */
export const koffi: typeof plain = { ...plain, register, unregister };
