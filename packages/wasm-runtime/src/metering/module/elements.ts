import type { Reader } from "../binary/reader.js";
import { skipValueType, unknown } from "../binary/types.js";
import { skipExpression } from "./expression.js";

const [IS_NOT_ACTIVE, HAS_TABLE, HAS_EXPRESSIONS] = [1, 2, 4];

/**
 * Walks the element section.
 *
 * @param onFunction told of each function that it names, with the offsets of its index
 */
export function walkElements(
  reader: Reader,
  onFunction: (index: number, from: number, to: number) => void,
): void {
  for (let rest = reader.count(); rest > 0; rest--) walkSegment(reader, onFunction);
  reader.finish("the element section");
}

function walkSegment(
  reader: Reader,
  onFunction: (index: number, from: number, to: number) => void,
): void {
  const start = reader.at;
  const flags = reader.u32();
  if (flags > 7) throw reader.invalid(unknown("form of an element segment", flags), start);
  if (!(flags & IS_NOT_ACTIVE)) {
    if (flags & HAS_TABLE) reader.u32();
    skipExpression(reader, onFunction);
  }
  if (flags & (IS_NOT_ACTIVE | HAS_TABLE)) {
    if (flags & HAS_EXPRESSIONS) skipValueType(reader);
    else reader.byte(); // "functions"
  }
  for (let rest = reader.count(); rest > 0; rest--) {
    if (flags & HAS_EXPRESSIONS) skipExpression(reader, onFunction);
    else {
      const from = reader.at;
      onFunction(reader.u32(), from, reader.at);
    }
  }
}
