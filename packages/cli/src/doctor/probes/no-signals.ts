import type { Probe } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";

const SIGKILL = 9;

export const probe: Probe = () =>
  inHelper({}, (libc) => {
    const kill = libc.func("int kill(int pid, int signal)");
    // were it allowed, this would be the end of the process that runs the probe, and the doctor would say so
    return forbidden("kill() of its host", () => kill(process.pid, SIGKILL));
  });
