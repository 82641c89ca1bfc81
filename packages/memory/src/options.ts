import { bytesOf, fail, show } from "@cofferdam/core";
import { MAX_ALIGN_BYTES } from "./limits.js";

/** Checks an alignment in bytes. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedAlign(align: number = 1): number {
  const bytes = bytesOf(align, "align", { min: 1, max: MAX_ALIGN_BYTES });
  if ((bytes & (bytes - 1)) === 0) return bytes;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected a power of two for \`align\`, got ${show(align)}. Most C types need 8 at most, SSE 16.`,
  );
}
