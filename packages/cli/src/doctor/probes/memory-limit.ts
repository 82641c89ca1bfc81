import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";
import { isWell } from "./scene/here.js";

const MIB = 2 ** 20;
/** Node itself takes some 60 MiB. */
const LIMIT = 256 * MIB;

export const probe: Probe = () =>
  inHelper({ confinement: { memory: LIMIT } }, (libc) => {
    const malloc = libc.func("void *malloc(size_t bytes)");
    if (malloc(MIB) === null) return no("malloc() of 1 MiB failed, which is less than the limit");
    if (malloc(LIMIT) !== null)
      return no(`malloc() gave ${LIMIT / MIB} MiB, which is all of the limit`);
    return isWell(libc)
      ? yes(`malloc() of ${LIMIT / MIB} MiB failed`)
      : no("the next call was wrong");
  });
