import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { type Probe, partly } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

const BYTES = 16;

export const probe: Probe = () => {
  const layer = memory();
  if (layer.status?.().strength === "copy") {
    return partly("buffers are lent as copies, but what is written past their end is not noticed");
  }
  const libc = openHere(signals({ afterFault: "continue" }), layer);
  const memset = libc.func("void *memset(void *bytes, int value, size_t length)");
  return contained(
    `memset() of ${BYTES + 1} bytes in ${BYTES}`,
    () => memset(Buffer.alloc(BYTES), 1, BYTES + 1),
    (fault) => (fault.kind === "buffer-overrun" ? `overrun at offset ${fault.offset}` : undefined),
    () => isWell(libc),
  );
};
