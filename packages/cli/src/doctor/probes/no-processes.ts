import type { Probe } from "../probe.js";
import { forbidden } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";

export const probe: Probe = () =>
  inHelper({}, (libc) => {
    // were it allowed, two processes would answer the call; both end with this one
    const fork = libc.func("int fork()");
    return forbidden("fork()", () => fork());
  });
