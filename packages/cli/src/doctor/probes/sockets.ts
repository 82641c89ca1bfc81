import type { Probe } from "../probe.js";
import { yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";
import { microsecondsPerCall } from "./scene/speed.js";

export const probe: Probe = () =>
  inHelper({ transport: "socket" }, (libc) =>
    yes(`abs() took ${microsecondsPerCall(libc)} µs; nothing confines such a helper`),
  );
