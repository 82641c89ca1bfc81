import type { Probe } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";

/** It attaches without stopping anybody: ptrace(2). */
const PTRACE_SEIZE = 0x4206;

export const probe: Probe = () =>
  inHelper({}, (libc) => {
    const ptrace = libc.func("long ptrace(long request, int pid, void *address, void *data)");
    return forbidden("ptrace() of its host", () => ptrace(PTRACE_SEIZE, process.pid, null, null));
  });
