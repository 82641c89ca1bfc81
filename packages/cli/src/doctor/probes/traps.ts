import { signals } from "@cofferdam/signals";
import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

export const probe: Probe = () => {
  const libc = openHere(signals({ afterFault: "continue" }));
  const strlen = libc.func("size_t strlen(void *text)");
  return contained(
    "strlen() of address 8",
    () => strlen(8n),
    (fault) => (fault.kind === "signal" && fault.name === "SIGSEGV" ? fault.name : undefined),
    () => isWell(libc),
  );
};
