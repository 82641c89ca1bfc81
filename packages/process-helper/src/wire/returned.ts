/** How a call came back, on the wire: indexes of the outputs; the result and the outputs; changed bytes. */
import { MAX_VIEWS } from "../limits.js";
import type { BytesBack } from "./bytes-back.js";
import { type Field, listOf, plainValues, type RecordField, u32 } from "./fields.js";
import type { Returned } from "./messages.js";

const bytesBack: Field<BytesBack> = {
  encode: (writer, { region, offset, bytes }) => {
    writer.u32(region);
    writer.u32(offset);
    writer.u32(bytes.length);
    writer.raw(bytes);
  },
  decode: (reader) => {
    const { at } = reader;
    const [region, offset] = [reader.u32(), reader.u32()];
    return { at, region, offset, bytes: reader.raw(reader.count(1, reader.left, "bytes")) };
  },
};

const indexes = listOf(u32, 4);
const spans = listOf(bytesBack, 12, MAX_VIEWS); // one for a view at most

/** The result and the outputs are one list, since they may share memory. */
export const returned: RecordField<Returned> = {
  encode: (writer, { result, outputs, bytes }, context) => {
    const [places, all]: [number[], unknown[]] = [[], [result]];
    for (const [index, value] of outputs) {
      places.push(index);
      all.push(value);
    }
    indexes.encode(writer, places, context);
    plainValues.encode(writer, all, context);
    spans.encode(writer, bytes, context);
  },
  decode: (reader, context) => returned.decodeInto({}, reader, context),
  decodeInto: (target, reader, context) => {
    const { at } = reader;
    const places = indexes.decode(reader, context);
    const all = plainValues.decode(reader, context);
    if (all.length !== places.length + 1) {
      reader.fail("ERR_WIRE_VALUE", "outputs without places", at);
    }
    const outputs = places.map((index, place) => [index, all[place + 1]] as const);
    const bytes = spans.decode(reader, context);
    return Object.assign(target, { result: all[0], outputs, bytes });
  },
};
