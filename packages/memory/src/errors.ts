import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
import { fail } from "@cofferdam/core";
import { MAX_REGIONS } from "./limits.js";

/** @param what was to be mapped @param errno as the addon answers: ENOSPC where the limit is our own */
export function mapError(what: string, errno: number): Error {
  const why =
    errno === constants.errno.ENOSPC
      ? `the process has ${MAX_REGIONS} guarded regions already, the most there can be. ` +
        "Keep fewer guarded buffers, and lend fewer buffers at a time."
      : `${getSystemErrorName(-errno)}. Keep fewer guarded buffers, or raise the limit on mappings ` +
        "(vm.max_map_count) or on address space.";
  return fail("ERR_BUFFER_UNAVAILABLE", `Cannot map ${what}: ${why}`);
}
