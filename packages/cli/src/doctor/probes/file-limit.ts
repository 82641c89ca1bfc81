import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";

const LIMIT = 64;

export const probe: Probe = () =>
  inHelper({ confinement: { files: LIMIT } }, (libc) => {
    const dup = libc.func("int dup(int descriptor)");
    for (let count = 0; count <= LIMIT; count++) {
      if (dup(0) < 0) return yes(`dup() failed after ${count} more descriptors`);
    }
    return no(`dup() made more than ${LIMIT} descriptors`);
  });
