/** Messages as bytes: u8 kind, u32 id, and the body, part after part. */
import { type Context, NO_CONTEXT } from "./context.js";
import {
  type Field,
  type Fields,
  fault,
  listOf,
  type RecordField,
  record,
  size,
  text,
  u32,
  value,
  values,
  version,
} from "./fields.js";
import type { Bodies, Message, MessageKind, Side } from "./messages.js";
import { Reader } from "./reader.js";
import { returned } from "./returned.js";
import { thrown } from "./thrown.js";
import type { Writer } from "./writer.js";

interface Row<T> {
  readonly code: number;
  /** Who may say it. */
  readonly from: Side | "both";
  readonly body: RecordField<T>;
}

const texts = listOf(text, 4);
const introduction = record({ version, node: text, koffi: text, capabilities: texts });
const library = record({ library: u32 });
const nothing = record({});
const error = record({ error: thrown, thrown: u32 });
const registered = record({ library: u32, callback: u32 });
// what the host says of types is looked at where they are made: the helper trusts it that far
const types = { type: value, types: value } as Fields<Pick<Bodies["register"], "type" | "types">>;
const pointer = value as Field<bigint>;
const length = value as Field<number | undefined>;

/** The codes stay what they are for as long as WIRE_VERSION does. */
const rows: { readonly [K in MessageKind]: Row<Bodies[K]> } = {
  hello: { code: 1, from: "host", body: introduction },
  welcome: { code: 2, from: "helper", body: introduction },
  open: {
    code: 3,
    from: "host",
    body: record({ library: u32, paths: value, target: value, layers: value }),
  },
  load: { code: 4, from: "host", body: record({ library: u32, path: text, options: value }) },
  opened: { code: 5, from: "helper", body: record({ info: value }) },
  func: {
    code: 6,
    from: "host",
    body: record({ library: u32, function: u32, declaration: value }),
  },
  linked: { code: 7, from: "helper", body: record({ info: value }) },
  call: { code: 8, from: "host", body: record({ function: u32, args: values }) },
  returned: { code: 9, from: "helper", body: returned },
  threw: { code: 10, from: "helper", body: error },
  faulted: {
    code: 11,
    from: "helper",
    body: record({ fault, symbol: text, layer: text, cause: thrown, thrown: u32 }),
  },
  callback: { code: 12, from: "helper", body: record({ callback: u32, args: values }) },
  "callback-returned": { code: 13, from: "host", body: record({ result: value }) },
  "callback-threw": { code: 14, from: "host", body: error },
  symbol: { code: 15, from: "host", body: record({ library: u32, name: text }) },
  decode: {
    code: 16,
    from: "host",
    body: record({ library: u32, pointer, length, ...types }),
  },
  encode: {
    code: 17,
    from: "host",
    body: record({ library: u32, pointer, length, ...types, value }),
  },
  errno: { code: 18, from: "host", body: library },
  alloc: { code: 19, from: "host", body: record({ bytes: size }) },
  allocated: { code: 20, from: "helper", body: record({ offset: size, bytes: size }) },
  free: { code: 21, from: "host", body: record({ offset: size }) },
  reopen: { code: 22, from: "host", body: library },
  dispose: { code: 23, from: "host", body: library },
  status: { code: 24, from: "host", body: nothing },
  answered: { code: 25, from: "helper", body: record({ value }) },
  log: { code: 26, from: "helper", body: record({ level: text, text }) },
  goodbye: { code: 27, from: "both", body: nothing },
  seal: { code: 28, from: "host", body: record({ when: u32, traps: value }) },
  register: {
    code: 29,
    from: "host",
    body: record({ library: u32, callback: u32, ...types }),
  },
  unregister: { code: 30, from: "host", body: registered },
};

const kinds = new Map(
  Object.entries(rows).map(([kind, row]) => [row.code, { kind, ...row } as Known] as const),
);

interface Known extends Row<object> {
  readonly kind: MessageKind;
}

/** @throws TypeError for values that cannot cross, RangeError for too much */
export function encodeMessage(
  writer: Writer,
  message: Message,
  context: Context = NO_CONTEXT,
): void {
  const { code, body } = rows[message.kind];
  writer.u8(code);
  writer.u32(message.id);
  (body as RecordField<object>).encode(writer, message, context);
}

/**
 * @param bytes one message. What it decodes to refers to it: nobody may write to it again.
 * @param from who sent it
 * @throws WireError
 */
export function decodeMessage(
  bytes: Uint8Array,
  from: Side,
  context: Context = NO_CONTEXT,
): Message {
  const reader = new Reader(bytes);
  const code = reader.u8();
  const known = kinds.get(code) ?? reader.fail("ERR_WIRE_KIND", `kind ${code} of message`, 0);
  if (known.from !== from && known.from !== "both") {
    reader.fail("ERR_WIRE_KIND", `${known.kind} from the ${from}`, 0);
  }
  const id = reader.u32();
  const message = known.body.decodeInto({ kind: known.kind, id }, reader, context);
  reader.end();
  return message as Message;
}
