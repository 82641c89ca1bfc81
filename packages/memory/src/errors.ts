import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
import { fail } from "@cofferdam/core";
import { MAX_REGIONS } from "./limits.js";

/** @param what was to be mapped @param errno as the addon answers */
export function mapError(what: string, errno: number): Error {
  const why =
    errno === constants.errno.ENOSPC
      ? `there are ${MAX_REGIONS} guarded regions already`
      : getSystemErrorName(-errno);
  return fail(
    "ERR_BUFFER_UNAVAILABLE",
    `Cannot map ${what}: ${why}. Keep fewer guarded buffers, or raise the limit on mappings ` +
      "(vm.max_map_count) or on address space.",
  );
}
