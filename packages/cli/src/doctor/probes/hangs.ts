import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";
import { isWell } from "./scene/here.js";

/** Long enough to start the helper that takes the place of the first one. */
const TIMEOUT_MS = 200;

export const probe: Probe = () =>
  inHelper({ timeout: TIMEOUT_MS, spare: 1 }, (libc) => {
    const pause = libc.func("int pause()");
    return contained(
      "pause() in a helper",
      () => pause(),
      (fault) =>
        fault.kind === "timeout" ? `ended after ${Math.round(fault.elapsed)} ms` : undefined,
      () => isWell(libc),
    );
  });
