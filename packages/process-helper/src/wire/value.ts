/**
 * JavaScript values as bytes, by what they are, not by a C type: koffi is then given in the helper what it would have
 * been given here, and converts or refuses it in the same way.
 *
 *   u32 bytes of the values; number of values, each with its tag; their views and regions (region-codec.ts)
 */
import { MAX_VALUES } from "../limits.js";
import { type Context, NO_CONTEXT } from "./context.js";
import { limitError } from "./error.js";
import type { Reader } from "./reader.js";
import { decodeMemory, encodeMemory } from "./region-codec.js";
import { ValueDecoder } from "./value-decoder.js";
import { ValueEncoder } from "./value-encoder.js";
import { ValueList } from "./value-list.js";
import type { Writer } from "./writer.js";

/**
 * Writes a list, and notes its regions in it.
 *
 * @throws TypeError for what C cannot be given, RangeError for too much
 */
export function encodeValues(writer: Writer, list: ValueList, context: Context = NO_CONTEXT): void {
  const { values } = list;
  if (values.length > MAX_VALUES) {
    throw limitError(`Expected at most ${MAX_VALUES} values, got more.`);
  }
  const encoder = new ValueEncoder(writer, context);
  const reserved = writer.reserve();
  writer.u32(values.length);
  for (let index = 0; index < values.length; index++) encoder.encodeAt(index, values[index]);
  writer.patch(reserved);
  list.regions = encodeMemory(writer, encoder.views);
}

/** @throws WireError */
export function decodeValues(reader: Reader, context: Context = NO_CONTEXT): ValueList {
  const inner = reader.part(reader.count(1, reader.left, "bytes of values"));
  const memory = decodeMemory(reader, context.borrows === true);
  const decoder = new ValueDecoder(inner, context, memory);
  const values: unknown[] = [];
  const count = inner.count(1, MAX_VALUES, "values");
  for (let index = 0; index < count; index++) values.push(decoder.decodeAt(index));
  decoder.end();
  inner.end();
  return new ValueList(values, memory.regions);
}

/** One value, as a list of one. */
export function encodeValue(writer: Writer, value: unknown, context: Context = NO_CONTEXT): void {
  encodeValues(writer, new ValueList([value]), context);
}

/** @throws WireError */
export function decodeValue(reader: Reader, context: Context = NO_CONTEXT): unknown {
  const { at } = reader;
  const { values } = decodeValues(reader, context);
  if (values.length !== 1) {
    reader.fail("ERR_WIRE_VALUE", `${values.length} values in place of one`, at);
  }
  return values[0];
}
