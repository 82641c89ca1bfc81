import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";
import { microsecondsPerCall } from "./scene/speed.js";

export const probe: Probe = () =>
  inHelper({ transport: "ring" }, (libc) => {
    const { transport } = (libc.status() as unknown as { helper: { transport: string } }).helper;
    if (transport !== "ring") return no(`calls cross through a ${transport}`);
    return yes(`abs() took ${microsecondsPerCall(libc)} µs`);
  });
