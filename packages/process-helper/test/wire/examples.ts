/** One message of each kind. */
import type { Message, MessageKind, Side } from "../../src/wire/messages.ts";
import { ValueList } from "../../src/wire/value-list.ts";

const introduction = { version: 1, node: "20.20.2", koffi: "3.3.4", capabilities: ["ring", "é"] };
/** In a buffer of its own: where it begins there is on the wire too. */
const bytes = new Uint8Array(Uint8Array.from(Buffer.from("...bytes")).buffer, 3);
const point = [
  { name: "x", type: "int", align: 0 },
  { name: "y", type: "double", align: 16 },
];

type Examples = { readonly [K in MessageKind]: readonly [Side, Message & { readonly kind: K }] };

export const examples: Examples = {
  hello: ["host", { kind: "hello", id: 0, ...introduction }],
  welcome: ["helper", { kind: "welcome", id: 0, ...introduction }],
  declare: [
    "host",
    {
      kind: "declare",
      id: 1,
      types: [
        { kind: "struct", name: "Point", members: point },
        { kind: "pack", name: "Packed", members: point },
        { kind: "union", name: "Either", members: point },
        {
          kind: "proto",
          name: "Compare",
          convention: "",
          result: "int",
          parameters: ["Point *", "_Out_ int *", "..."],
        },
        { kind: "opaque", name: "Handle" },
        { kind: "alias", name: "Size", type: "uint64" },
        { kind: "disposable", name: "OwnText", type: "str", free: 7 },
      ],
    },
  ],
  load: ["host", { kind: "load", id: 2, library: 1, path: "/lib/é.so", options: { lazy: true } }],
  loaded: ["helper", { kind: "loaded", id: 2, info: { path: "/lib/é.so" } }],
  func: [
    "host",
    { kind: "func", id: 3, library: 1, function: 4, declaration: ["int add(int a, int b)"] },
  ],
  linked: ["helper", { kind: "linked", id: 3, info: { mode: "switched" } }],
  call: [
    "host",
    {
      kind: "call",
      id: 4,
      function: 4,
      args: new ValueList([1, -0, 2n ** 63n, "text", null, bytes, [{ x: 1.5 }]]),
    },
  ],
  returned: [
    "helper",
    {
      kind: "returned",
      id: 4,
      result: 3,
      outputs: [[6, [{ x: 2.5 }]]],
      bytes: [{ at: 0, region: 0, offset: 2, bytes: Buffer.from("z") }],
    },
  ],
  threw: ["helper", { kind: "threw", id: 5, error: new TypeError("Unexpected Null value") }],
  faulted: [
    "helper",
    {
      kind: "faulted",
      id: 6,
      fault: {
        kind: "signal",
        signal: 11,
        name: "SIGSEGV",
        code: 1,
        codeName: "SEGV_MAPERR",
        address: "0x0",
        pc: "0x1000",
        frames: [{ pc: "0x1000", symbol: "crash", offset: 4 }],
        term: ["native_signal", 11],
      },
    },
  ],
  callback: ["helper", { kind: "callback", id: 1, callback: 9, args: new ValueList([1, "a"]) }],
  "callback-returned": ["host", { kind: "callback-returned", id: 1, result: -1 }],
  "callback-threw": ["host", { kind: "callback-threw", id: 1, error: new Error("no") }],
  symbol: ["host", { kind: "symbol", id: 7, library: 1, name: "add" }],
  "variable-get": ["host", { kind: "variable-get", id: 8, library: 1, name: "n", type: "int" }],
  "variable-set": [
    "host",
    { kind: "variable-set", id: 9, library: 1, name: "n", type: "int", value: 5 },
  ],
  errno: ["host", { kind: "errno", id: 10, library: 1 }],
  alloc: ["host", { kind: "alloc", id: 11, bytes: 2 ** 33 }],
  allocated: ["helper", { kind: "allocated", id: 11, offset: 4096, bytes: 2 ** 33 }],
  free: ["host", { kind: "free", id: 12, offset: 4096 }],
  reopen: ["host", { kind: "reopen", id: 13, library: 1 }],
  dispose: ["host", { kind: "dispose", id: 14, library: 1 }],
  status: ["host", { kind: "status", id: 15 }],
  answered: ["helper", { kind: "answered", id: 15, value: { rss: 41_500_000 } }],
  log: ["helper", { kind: "log", id: 0, level: "info", text: "loaded" }],
  goodbye: ["host", { kind: "goodbye", id: 0 }],
};

export const exampleList = Object.values(examples) as readonly (readonly [Side, Message])[];
