import { signals } from "@cofferdam/signals";
import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

export const probe: Probe = () => {
  const libc = openHere(signals({ afterFault: "continue" }));
  const abort = libc.func("void abort()");
  return contained(
    "abort()",
    () => abort(),
    (fault) => (fault.kind === "signal" && fault.name === "SIGABRT" ? fault.name : undefined),
    () => isWell(libc),
  );
};
