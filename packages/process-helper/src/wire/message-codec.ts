/** Messages as bytes: u8 kind, u32 id, and the body, part after part. */
import { type Context, NO_CONTEXT } from "./context.js";
import {
  fault,
  listOf,
  oneOf,
  plainValues,
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
import type { Member, TypeDeclaration } from "./type-declaration.js";
import type { Writer } from "./writer.js";

interface Row<T> {
  readonly code: number;
  /** Who may say it. */
  readonly from: Side | "both";
  readonly body: RecordField<T>;
}

const texts = listOf(text, 4);
const introduction = record({ version, node: text, koffi: text, capabilities: texts });
const member = record<Member>({ name: text, type: text, align: u32 });
const composite = record({ name: text, members: listOf(member, 12) });
const declaration = oneOf<TypeDeclaration>({
  struct: composite,
  pack: composite,
  union: composite,
  proto: record({ name: text, convention: text, result: text, parameters: texts }),
  opaque: record({ name: text }),
  alias: record({ name: text, type: text }),
  disposable: record({ name: text, type: text, free: u32 }),
});
const library = record({ library: u32 });
const nothing = record({});

/** The codes stay what they are for as long as WIRE_VERSION does. */
const rows: { readonly [K in MessageKind]: Row<Bodies[K]> } = {
  hello: { code: 1, from: "host", body: introduction },
  welcome: { code: 2, from: "helper", body: introduction },
  declare: { code: 3, from: "host", body: record({ types: listOf(declaration, 5) }) },
  load: { code: 4, from: "host", body: record({ library: u32, path: text, options: value }) },
  loaded: { code: 5, from: "helper", body: record({ info: value }) },
  func: {
    code: 6,
    from: "host",
    body: record({ library: u32, function: u32, declaration: plainValues }),
  },
  linked: { code: 7, from: "helper", body: record({ info: value }) },
  call: { code: 8, from: "host", body: record({ function: u32, args: values }) },
  returned: { code: 9, from: "helper", body: returned },
  threw: { code: 10, from: "helper", body: record({ error: thrown }) },
  faulted: { code: 11, from: "helper", body: record({ fault }) },
  callback: { code: 12, from: "helper", body: record({ callback: u32, args: values }) },
  "callback-returned": { code: 13, from: "host", body: record({ result: value }) },
  "callback-threw": { code: 14, from: "host", body: record({ error: thrown }) },
  symbol: { code: 15, from: "host", body: record({ library: u32, name: text }) },
  "variable-get": {
    code: 16,
    from: "host",
    body: record({ library: u32, name: text, type: text }),
  },
  "variable-set": {
    code: 17,
    from: "host",
    body: record({ library: u32, name: text, type: text, value }),
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
