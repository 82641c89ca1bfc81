import { no, type Probe, yes } from "../probe.js";
import { inHelper } from "./scene/helper.js";

const LIMIT = 2 ** 20;

export const probe: Probe = () =>
  inHelper({ memoryLimit: LIMIT }, (libc) => {
    libc.alloc(LIMIT / 2);
    try {
      libc.alloc(LIMIT);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== "ERR_MEMORY_LIMIT") throw error;
      return yes(`alloc() of more than ${LIMIT} bytes: ${code}`);
    }
    return no(`alloc() gave more than ${LIMIT} bytes`);
  });
