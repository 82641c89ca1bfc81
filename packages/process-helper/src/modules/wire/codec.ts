/** Messages as frames of a stream: u32 bytes, u8 kind, u32 id, and the body. */
import { MAX_MESSAGE_BYTES } from "../../limits.js";
import { type Context, NO_CONTEXT } from "../../wire/context.js";
import {
  type Field,
  fault,
  plainValues,
  type RecordField,
  record,
  text,
  u32,
  value,
} from "../../wire/fields.js";
import type { Side } from "../../wire/messages.js";
import { Reader } from "../../wire/reader.js";
import { thrown } from "../../wire/thrown.js";
import { Writer } from "../../wire/writer.js";
import { MAX_EXTRAS } from "../limits.js";
import type { Bodies, Crossing, Message, MessageKind } from "./messages.js";
import { UnknownReference } from "./unpacker.js";

/** Decoding: what has to be known before the values that refer to it. */
export interface CrossingContext extends Context {
  /** @returns whether they may be made */
  made(list: readonly unknown[]): boolean;
  /** @returns whether it is one */
  extra(extra: unknown): boolean;
}

const crossing: Field<Crossing> = {
  encode: (writer, { made, extras, descriptions, values }, context) => {
    plainValues.encode(writer, made, context);
    writer.u32(extras.length);
    for (const extra of extras) value.encode(writer, extra, context);
    plainValues.encode(writer, [descriptions, ...values], context);
  },
  decode: (reader, context) => {
    const { made, extra } = context as CrossingContext;
    const { at } = reader;
    const list = plainValues.decode(reader, context);
    if (!made(list)) reader.fail("ERR_WIRE_VALUE", "objects that cannot be", at);
    const count = reader.count(1, MAX_EXTRAS, "extras");
    for (let index = 0; index < count; index++) {
      const { at } = reader;
      if (!extra(value.decode(reader, context))) reader.fail("ERR_WIRE_VALUE", "no extra", at);
    }
    const [descriptions, ...values] = plainValues.decode(reader, context);
    return { made: list, extras: [], descriptions: descriptions as readonly unknown[], values };
  },
};

interface Row<T> {
  readonly code: number;
  /** Who says it. */
  readonly from: Side;
  readonly body: RecordField<T>;
}

const error = { error: thrown, thrown: u32 };
const member = { handle: u32, name: text };

const rows: { readonly [K in MessageKind]: Row<Bodies[K]> } = {
  open: { code: 1, from: "host", body: record({ target: value, layers: value, seal: value }) },
  call: { code: 2, from: "host", body: record({ ...member, args: crossing }) },
  construct: { code: 3, from: "host", body: record({ handle: u32, as: u32, args: crossing }) },
  get: { code: 4, from: "host", body: record(member) },
  set: { code: 5, from: "host", body: record({ ...member, args: crossing }) },
  release: { code: 6, from: "host", body: record({ handle: u32, times: u32 }) },
  "callback-returned": { code: 7, from: "host", body: record({ result: crossing }) },
  "callback-threw": { code: 8, from: "host", body: record(error) },
  opened: { code: 9, from: "helper", body: record({ sealError: u32, result: crossing }) },
  returned: { code: 10, from: "helper", body: record({ result: crossing }) },
  threw: { code: 11, from: "helper", body: record(error) },
  faulted: {
    code: 12,
    from: "helper",
    body: record({ ...error, fault, symbol: text, layer: text }),
  },
  callback: { code: 13, from: "helper", body: record({ callback: u32, args: crossing }) },
  forget: { code: 14, from: "helper", body: record({ callback: u32, times: u32 }) },
  gone: { code: 15, from: "helper", body: record({ handle: u32 }) },
};

interface Known extends Row<object> {
  readonly kind: MessageKind;
}

const kinds = new Map(
  Object.entries(rows).map(([kind, row]) => [row.code, { kind, ...row } as Known] as const),
);

/** @returns the message with its length in front, in memory of its own @throws for what cannot cross, or is too large */
export function frameOf(message: Message, context: Context = NO_CONTEXT): Buffer {
  const writer = new Writer(MAX_MESSAGE_BYTES);
  const { code, body } = rows[message.kind];
  const length = writer.reserve();
  writer.u8(code);
  writer.u32(message.id);
  (body as RecordField<object>).encode(writer, message, context);
  writer.patch(length);
  return writer.bytes;
}

/** @param bytes one message, which nobody writes to again @throws WireError */
export function decodeMessage(bytes: Uint8Array, from: Side, context: CrossingContext): Message {
  const reader = new Reader(bytes);
  const code = reader.u8();
  const known = kinds.get(code) ?? reader.fail("ERR_WIRE_KIND", `kind ${code} of message`, 0);
  if (known.from !== from) reader.fail("ERR_WIRE_KIND", `${known.kind} from the ${from}`, 0);
  const id = reader.u32();
  try {
    const message = known.body.decodeInto({ kind: known.kind, id }, reader, context);
    reader.end();
    return message as Message;
  } catch (error) {
    if (!(error instanceof UnknownReference)) throw error;
    return reader.fail("ERR_WIRE_VALUE", "a reference to nothing");
  }
}
