/** One message of each kind. */
import type { Message, MessageKind, Side } from "../../src/wire/messages.ts";
import { ValueList } from "../../src/wire/value-list.ts";

const introduction = { version: 1, node: "20.20.2", koffi: "3.3.4", capabilities: ["ring", "é"] };
/** In a buffer of its own: where it begins there is on the wire too. */
const bytes = new Uint8Array(Uint8Array.from(Buffer.from("...bytes")).buffer, 3);
const point = {
  type: {
    kind: "struct",
    name: "Point",
    size: 4,
    alignment: 4,
    members: [{ name: "x", type: "int", offset: 0 }],
  },
  types: { int: "int" },
} as const;

type Examples = { readonly [K in MessageKind]: readonly [Side, Message & { readonly kind: K }] };

export const examples: Examples = {
  hello: ["host", { kind: "hello", id: 0, ...introduction }],
  welcome: ["helper", { kind: "welcome", id: 0, ...introduction }],
  open: [
    "host",
    {
      kind: "open",
      id: 1,
      library: 1,
      paths: ["/proc/self/fd/7"],
      target: { module: "file:///ffi.js", export: "library", args: ["/lib/é.so"] },
      layers: [{ module: "file:///signals.js", export: "signals", args: [{}] }],
    },
  ],
  load: ["host", { kind: "load", id: 2, library: 1, path: "/lib/é.so", options: { lazy: true } }],
  opened: ["helper", { kind: "opened", id: 2, info: { path: "/lib/é.so" } }],
  func: [
    "host",
    {
      kind: "func",
      id: 3,
      library: 1,
      function: 4,
      declaration: { words: ["int add(int a, int b)"], types: { int: "int" } },
    },
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
  threw: [
    "helper",
    { kind: "threw", id: 5, error: new TypeError("Unexpected Null value"), thrown: 0 },
  ],
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
      symbol: "crash",
      layer: "signals",
      cause: undefined,
      thrown: 0,
    },
  ],
  callback: ["helper", { kind: "callback", id: 1, callback: 9, args: new ValueList([1, "a"]) }],
  "callback-returned": ["host", { kind: "callback-returned", id: 1, result: -1 }],
  "callback-threw": ["host", { kind: "callback-threw", id: 1, error: new Error("no"), thrown: 2 }],
  symbol: ["host", { kind: "symbol", id: 7, library: 1, name: "add" }],
  decode: ["host", { kind: "decode", id: 8, library: 1, pointer: 4096n, length: 2, ...point }],
  encode: [
    "host",
    { kind: "encode", id: 9, library: 1, pointer: 4096n, length: undefined, ...point, value: 5 },
  ],
  register: ["host", { kind: "register", id: 9, library: 1, callback: 3, ...point }],
  unregister: ["host", { kind: "unregister", id: 9, library: 1, callback: 3 }],
  seal: ["host", { kind: "seal", id: 9, when: 5, traps: true }],
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
