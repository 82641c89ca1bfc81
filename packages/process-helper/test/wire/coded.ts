import type { Context } from "../../src/wire/context.ts";
import { Reader } from "../../src/wire/reader.ts";
import { decodeValues, encodeValues } from "../../src/wire/value.ts";
import { ValueList } from "../../src/wire/value-list.ts";
import { Writer } from "../../src/wire/writer.ts";

export interface Coded {
  readonly sent: ValueList;
  readonly received: ValueList;
  readonly bytes: Buffer;
}

/** Values on both ends of the wire. */
export function coded(values: readonly unknown[], context?: Context, other = context): Coded {
  const sent = new ValueList(values);
  const writer = new Writer();
  encodeValues(writer, sent, context);
  const bytes = Buffer.from(writer.bytes);
  return { sent, received: decoded(bytes, other), bytes };
}

/** A list, and nothing behind it. */
export function decoded(bytes: Uint8Array, context?: Context): ValueList {
  const reader = new Reader(bytes);
  const list = decodeValues(reader, context);
  reader.end();
  return list;
}

/** What came of one value. */
export function crossed(value: unknown, context?: Context): unknown {
  return coded([value], context).received.values[0];
}
