import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { inHelper } from "./scene/helper.js";
import { isWell } from "./scene/here.js";

/** What the kernel counts in; Node takes a tenth of it to start. */
const LIMIT_MS = 1000;
/** On a machine that is busy a second of the processor's takes many. */
const TIMEOUT_MS = 15_000;
/** lfind() compares so many elements of no size with another: for years. */
const ELEMENTS = 2n ** 62n;

export const probe: Probe = () =>
  inHelper({ timeout: TIMEOUT_MS, confinement: { cpu: LIMIT_MS } }, (libc) => {
    const lfind = libc.func(
      "void *lfind(const char *key, const char *base, const size_t *count, size_t width, void *compare)",
    );
    const strcmp = libc.symbol("strcmp");
    return contained(
      "a search without end",
      () => lfind("needle", "hay", [ELEMENTS], 0, strcmp),
      (fault) => (fault.kind === "exit" ? `ended by ${fault.signal}` : undefined),
      () => isWell(libc),
    );
  });
