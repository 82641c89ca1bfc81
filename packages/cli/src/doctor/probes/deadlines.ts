import { deadline, signals } from "@cofferdam/signals";
import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

const TIMEOUT_MS = 20;

export const probe: Probe = () => {
  const libc = openHere(signals({ afterFault: "continue" }), deadline({ timeout: TIMEOUT_MS }));
  const pause = libc.func("int pause()");
  return contained(
    "pause()",
    () => pause(),
    (fault) =>
      fault.kind === "timeout" ? `ended after ${Math.round(fault.elapsed)} ms` : undefined,
    () => isWell(libc),
  );
};
