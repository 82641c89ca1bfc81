import { type Compartment, lastingExit } from "@cofferdam/core";
import { AddonCallbacks } from "./callbacks.js";
import { type NativeAddons, nativeAddons } from "./native.js";

/** An addon that is being opened, or is open, on this thread. */
interface Guest {
  readonly id: number;
  readonly callbacks: AddonCallbacks;
}

/** By number. They stay: Node may run their finalizers until the thread ends. */
const guests: Guest[] = [];

/** @throws UnsupportedPlatformError, ERR_LAYER_UNAVAILABLE */
export function openGuest(compartment: Compartment): Guest {
  const handle = addons().layer();
  const guest = { id: guests.length, callbacks: new AddonCallbacks(compartment, { handle }) };
  guests.push(guest);
  return guest;
}

/** The native half. @throws UnsupportedPlatformError */
export function addons(): NativeAddons {
  return nativeAddons({
    link: (guest, address, name, kind) =>
      (guests[guest] as Guest).callbacks.link(address, name, kind),
    exit: lastingExit,
    executed: (guest, thunk) => (guests[guest] as Guest).callbacks.executed(thunk),
  });
}
