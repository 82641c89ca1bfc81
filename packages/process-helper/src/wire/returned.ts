/** How a call came back, on the wire: indexes of the outputs; the result and the outputs; changed bytes. */
import type { BytesBack } from "./bytes-back.js";
import { type Field, listOf, plainValues, u32 } from "./fields.js";
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
const spans = listOf(bytesBack, 12);

/** The result and the outputs are one list, since they may share memory. */
export const returned: Field<Returned> = {
  encode: (writer, { result, outputs, bytes }, context) => {
    const all = [result, ...outputs.map(([, value]) => value)];
    indexes.encode(
      writer,
      outputs.map(([index]) => index),
      context,
    );
    plainValues.encode(writer, all, context);
    spans.encode(writer, bytes, context);
  },
  decode: (reader, context) => {
    const { at } = reader;
    const places = indexes.decode(reader, context);
    const [result, ...values] = plainValues.decode(reader, context);
    if (values.length !== places.length)
      reader.fail("ERR_WIRE_VALUE", "outputs without places", at);
    const outputs = places.map((index, place) => [index, values[place]] as const);
    return { result, outputs, bytes: spans.decode(reader, context) };
  },
};
