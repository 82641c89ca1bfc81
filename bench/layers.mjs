import { memory } from "@cofferdam/memory";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

/** A fault does not end the measuring. */
const options = { afterFault: "continue" };

/** The lists of layers that are measured, by the name that tables give them. */
export const layerLists = {
  signals: [signals(options)],
  "signals + stack": [signals(options), stack()],
  "signals + deadline": [signals(options), deadline({ timeout: 60_000 })],
  "signals + deadline + stack": [signals(options), deadline({ timeout: 60_000 }), stack()],
};

/** For single crimes. */
export const specialLists = {
  "signals + deadline of 5 ms + stack": [signals(options), deadline({ timeout: 5 }), stack()],
  "signals + stack + memory": [signals(options), stack(), memory()],
};
