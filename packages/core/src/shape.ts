import { fail, show } from "./errors.js";
import { MAX_ARGUMENT_BYTES, MAX_RESULT_BYTES } from "./limits.js";
import { checkKeys } from "./options.js";
import { bytesOf } from "./size.js";
import type { Shape } from "./target.js";

const WORD_BYTES = 8;
const textWidths: readonly unknown[] = [0, 1, 2, 4];

/** A copy of the shape, checked. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedShape(shape: Shape): Shape {
  checkKeys(shape, ["stackBytes", "resultBytes", "textWidth"], "shape");
  const { textWidth = 0 } = shape;
  if (!textWidths.includes(textWidth)) {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected one of ${textWidths.join(", ")} for \`textWidth\`, got ${show(textWidth)}. ` +
        "Leave it out where the result is no text.",
    );
  }
  return {
    stackBytes: checkedStackBytes(shape.stackBytes),
    resultBytes: bytesOf(shape.resultBytes, "resultBytes", { max: MAX_RESULT_BYTES }),
    textWidth,
  };
}

/** Bytes of arguments that are passed on the stack. @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedStackBytes(stackBytes: number): number {
  const bytes = bytesOf(stackBytes, "stackBytes", { max: MAX_ARGUMENT_BYTES });
  if (bytes % WORD_BYTES === 0) return bytes;
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected a multiple of ${WORD_BYTES} for \`stackBytes\`, got ${show(stackBytes)}. ` +
      `Each argument on the stack takes whole words of ${WORD_BYTES} bytes.`,
  );
}
