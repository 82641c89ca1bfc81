import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";

/** Node itself has a dozen. */
const LIMIT = 32;

export const probe: Probe = () =>
  inHelper({ confinement: { processes: LIMIT } }, (libc) => {
    const create = libc.func(
      "int pthread_create(_Out_ uint64_t *thread, const void *attributes, void *start, void *argument)",
    );
    const pause = libc.symbol("pause");
    for (let count = 0; count <= LIMIT; count++) {
      if (create([0], null, pause, null) !== 0) return yes(`no thread after ${count} more`);
    }
    return no(`more than ${LIMIT} threads were started`);
  });
