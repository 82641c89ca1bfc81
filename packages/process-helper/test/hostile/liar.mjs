// A helper that keeps to the protocol until it is asked for a call, and then lies: liar.mjs DEED.
import { randomBytes } from "node:crypto";
import { helperFds, kinds, nativeHelper } from "../../dist/native.js";
import { messageBytes } from "../../dist/wire/message-bytes.js";
import { decodeMessage } from "../../dist/wire/message-codec.js";
import { rooms } from "../../dist/wire/rooms.js";
import { MESSAGE, Records, TOO_LONG } from "../../dist/wire/slots.js";

const [deed] = process.argv.slice(2);
const native = nativeHelper();
const ring = native.openRing(helperFds.ring, helperFds.doorbell);
const payload = Buffer.from(ring.payload);
const request = new Records(ring.request);
const response = new Records(ring.response);
const context = { callback: (id) => id, registered: () => 0n };

const honest = {
  hello: { kind: "welcome", version: 1, node: "", koffi: "", capabilities: [] },
  open: { kind: "opened", info: {} },
  func: { kind: "linked", info: "in-place" },
  register: { kind: "answered", value: 0n },
};

/** A message as the answer, in the room that was named for it. */
function say(message, kind = kinds.returned) {
  put(messageBytes({ id: 0, ...message }));
  response.answers(id);
  response.head(kind, 0, MESSAGE);
}

function put(bytes, length = bytes.length) {
  payload.set(bytes, room);
  response.numbers([length]);
}

function claim(length, flags = MESSAGE) {
  response.numbers([length]);
  response.answers(id);
  response.head(kinds.returned, 0, flags);
}

function value(it) {
  const flags = response.write([it]);
  response.answers(id);
  response.head(kinds.returned, 0, flags);
}

function callBack(callback, flags = response.write([1])) {
  response.answers(id);
  response.head(kinds.callback, callback, flags);
  native.nextMessage(ring.handle);
}

const returned = { kind: "returned", result: 3, outputs: [], bytes: [] };
const polluted = JSON.parse('{"__proto__": {"polluted": true}}');

/** What it does when it is asked for a call. */
const deeds = {
  boolean: () => value(true),
  nothing: () => value(undefined),
  object: () => say({ ...returned, result: { x: 1 } }),
  linked: () => say(honest.func),
  host: () => say({ kind: "errno", library: 1 }),
  garbage: () => {
    put(randomBytes(64));
    claim(64);
  },
  long: () => claim(1e9),
  huge: () => claim(1e300),
  negative: () => claim(-8),
  fraction: () => claim(10.5),
  nan: () => claim(Number.NaN),
  tooLong: () => claim(1e9, MESSAGE | TOO_LONG),
  grows: () => claim(isFetch ? 5000 : 4000, MESSAGE | TOO_LONG),
  growsInPlace: () => (isFetch ? claim(5000) : claim(4000, MESSAGE | TOO_LONG)),
  bytes: () => {
    const bytes = [{ at: 0, region: 0, offset: 0, bytes: Buffer.alloc(8, 9) }];
    say({ ...returned, bytes });
  },
  outputs: () => say({ ...returned, outputs: [[0, polluted]] }),
  unknownCallback: () => {
    callBack(12345);
    value(3);
  },
  longCallback: () => {
    response.numbers([1e9]);
    callBack(1, MESSAGE);
    value(3);
  },
  garbageCallback: () => {
    payload.set(randomBytes(64), rooms.callback);
    response.numbers([64]);
    callBack(1, MESSAGE);
    value(3);
  },
  endlessCallbacks: () => {
    for (;;) callBack(12345);
  },
  firstOnly: () => (calls === 1 ? value(true) : value(3)),
  firstGarbage: () => (calls === 1 ? deeds.garbage() : value(3)),
  noSeal: () => value(3),
  fault: () =>
    say({ kind: "faulted", fault: { kind: "exit" }, symbol: "", layer: "", cause: 0, thrown: 0 }),
  threwNumber: () => say({ kind: "threw", error: new Error("it"), thrown: 4_000_000_000 }),
};

let id = 0;
let room = rooms.answer;
let isFetch = false;
let calls = 0;
for (let respond = false; native.next(ring.handle, respond); respond = true) {
  id = request.id();
  room = rooms.answer;
  isFetch = request.kind() === 17;
  if (request.kind() === kinds.call || isFetch) {
    if (!isFetch) calls++;
    if (isFetch) room = request.number(0);
    deeds[deed]();
    continue;
  }
  if (request.number(3) > 0) room = request.number(2);
  const bytes = payload.subarray(request.number(0), request.number(0) + request.number(1));
  const message = decodeMessage(Buffer.from(bytes), "host", context);
  if (message.kind === "call") {
    calls++;
    deeds[deed](message);
  } else if (deed === "noSeal" && message.kind === "open") deeds.noSeal();
  else say(honest[message.kind] ?? { kind: "answered", value: polluted });
}
process.exit();
