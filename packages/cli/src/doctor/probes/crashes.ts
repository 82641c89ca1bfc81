import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";
import { isWell } from "./scene/here.js";

export const probe: Probe = () =>
  inHelper({}, (libc) => {
    const abort = libc.func("void abort()");
    return contained(
      "abort() in a helper",
      () => abort(),
      (fault) =>
        fault.kind === "exit" && fault.signal === "SIGABRT" ? "SIGABRT there" : undefined,
      () => isWell(libc),
    );
  });
