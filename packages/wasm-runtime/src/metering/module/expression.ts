import { FORM, forms } from "../binary/forms.js";
import { GC, OP } from "../binary/opcode.js";
import { reference, vector } from "../binary/prefixed.js";
import type { Reader } from "../binary/reader.js";
import { unknown } from "../binary/types.js";

/**
 * Steps over an expression that is worked out when the module is instantiated: the value of a global, an offset.
 *
 * @param onFunction told of each function that it refers to, with the offsets of its index
 */
export function skipExpression(
  reader: Reader,
  onFunction: (index: number, from: number, to: number) => void,
): void {
  for (;;) {
    const start = reader.at;
    const code = reader.byte();
    if (code === OP.END) return;
    if (code === OP.REF_FUNC) {
      const from = reader.at;
      onFunction(reader.u32(), from, reader.at);
    } else skipInstruction(reader, code, start);
  }
}

function skipInstruction(reader: Reader, code: number, start: number): void {
  const form = forms[code];
  if (form === FORM.NUMBER) reader.skipNumber();
  else if (form === FORM.FOUR_BYTES) reader.skip(4);
  else if (form === FORM.EIGHT_BYTES) reader.skip(8);
  else if (code === OP.PREFIX_VECTOR) vector(reader, reader.u32(), start);
  else if (code === OP.PREFIX_GC) skipReference(reader, start);
  else if (form !== FORM.NONE) {
    throw reader.invalid(unknown("instruction of an initial value", code), start);
  }
}

function skipReference(reader: Reader, start: number): void {
  const code = reader.u32();
  if (code === GC.BR_ON_CAST || code === GC.BR_ON_CAST_FAIL) {
    throw reader.invalid("Branch in an initial value", start);
  }
  reference(reader, code, start, () => 0);
}
