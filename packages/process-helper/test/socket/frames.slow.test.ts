import { beforeAll, describe, expect, it } from "vitest";
import { frameHeader, streamMark } from "../../src/wire/frame.ts";
import { messageBytes } from "../../src/wire/message-bytes.ts";
import type { Message } from "../../src/wire/messages.ts";
import { Client, frame, HELLO } from "./client.ts";
import { type Listening, listening } from "./helper.ts";

let there: Listening;

beforeAll(async () => {
  there = await listening();
});

/** What is said to who sends that, until the connection is closed. */
async function answersTo(...pieces: readonly Uint8Array[]): Promise<readonly Message[]> {
  const client = new Client(there.socket);
  for (const piece of pieces) client.write(piece);
  client.socket.end();
  await client.closed;
  return client.received;
}

async function isWell(): Promise<void> {
  const client = await new Client(there.socket).greet();
  expect(await client.say("status", {})).toMatchObject({ kind: "answered" });
  await client.leave();
}

const hello = Buffer.concat([streamMark(), frame(HELLO)]);
const status = frame({ kind: "status", id: 2 });

function refusal(code: string, reason: string): object {
  return { kind: "threw", id: 0, error: { code, message: expect.stringContaining(reason) } };
}

describe("frames in pieces", () => {
  const stream = Buffer.concat([hello, status, frame({ kind: "alloc", id: 3, bytes: 9 })]);
  const kinds = ["welcome", "answered", "allocated"];

  it("are the same to ffi-helper wherever they are cut in two", async () => {
    for (let at = 1; at < stream.length; at += 7) {
      const client = new Client(there.socket);
      client.socket.setNoDelay(true);
      client.write(stream.subarray(0, at));
      await new Promise((resolve) => setImmediate(resolve));
      client.write(stream.subarray(at));
      const received = [await client.next(), await client.next(), await client.next()];
      expect(received.map((message) => message?.kind)).toEqual(kinds);
      await client.leave();
    }
  });

  it("are the same to it byte by byte", async () => {
    const client = new Client(there.socket);
    for (const byte of stream) {
      client.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const received = [await client.next(), await client.next(), await client.next()];
    expect(received.map((message) => message?.kind)).toEqual(kinds);
    await client.leave();
  });
});

describe("what ffi-helper cannot understand", () => {
  const callback = frame({ kind: "callback-returned", id: 2, result: 1 });
  const length = (bytes: number) => {
    const header = Buffer.alloc(4);
    header.writeUInt32LE(bytes);
    return header;
  };
  const whole = (bytes: Uint8Array) => Buffer.concat([frameHeader(bytes), bytes]);
  const statusBytes = () => Buffer.from(messageBytes({ kind: "status", id: 2 }));

  it.each([
    ["another version", [streamMark(9)], "ERR_WIRE_VERSION", "version 9"],
    [
      "something else altogether",
      [Buffer.from("GET / HTTP/1.1\r\n\r\n")],
      "ERR_WIRE_VERSION",
      "something else",
    ],
    ["a request before hello", [streamMark(), status], "ERR_WIRE_KIND", "status before hello"],
    ["an empty message", [hello, length(0)], "ERR_WIRE_VALUE", "an empty message"],
    ["a message of 4 GiB", [hello, length(2 ** 32 - 1)], "ERR_WIRE_LIMIT", "4294967295 bytes"],
    ["half a mark", [Buffer.from("coffer")], "ERR_WIRE_TRUNCATED", "middle of a mark"],
    ["half a length", [hello, Uint8Array.of(1, 0)], "ERR_WIRE_TRUNCATED", "middle of a length"],
    [
      "half a message",
      [hello, status.subarray(0, -1)],
      "ERR_WIRE_TRUNCATED",
      "middle of a message",
    ],
    [
      "a message that ends early",
      [hello, whole(statusBytes().subarray(0, 3))],
      "ERR_WIRE_TRUNCATED",
      "",
    ],
    [
      "a message with more behind it",
      [hello, whole(Buffer.concat([statusBytes(), Buffer.alloc(1)]))],
      "ERR_WIRE_TRAILING",
      "",
    ],
    [
      "an unknown kind",
      [hello, whole(Uint8Array.of(200, 2, 0, 0, 0))],
      "ERR_WIRE_KIND",
      "kind 200",
    ],
    [
      "what only a helper says",
      [hello, frame({ kind: "linked", id: 2, info: 1 })],
      "ERR_WIRE_KIND",
      "linked from the host",
    ],
  ])(
    "is answered with an error and the end of the connection: %s",
    async (_, pieces, code, reason) => {
      const received = await answersTo(...pieces);
      expect(received.at(-1)).toMatchObject(refusal(code, reason));
      await isWell();
    },
  );

  it("is a callback's answer without a callback, which is told of and left at that", async () => {
    const received = await answersTo(hello, callback, status);
    expect(received.map(({ kind }) => kind)).toEqual(["welcome", "threw", "answered"]);
  });

  it("comes after what was asked before it was answered", async () => {
    const received = await answersTo(hello, status, status, length(0));
    expect(received.map(({ kind }) => kind)).toEqual(["welcome", "answered", "answered", "threw"]);
  });

  it("is told of in the log, as a warning", async () => {
    const own = await listening();
    const client = new Client(own.socket);
    client.write(streamMark(9));
    await client.closed;
    await own.helper.end("SIGTERM");
    const code = "ERR_WIRE_VERSION";
    const reason = "version 9, here it is 1";
    const log = { level: "warn", event: "protocol", client: 1, code, reason, offset: 0 };
    expect(own.helper.log).toEqual([log]);
  });
});

/** A small generator of numbers that is the same every time: mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe("any bytes at all", () => {
  const honest: readonly Message[] = [
    { kind: "status", id: 2 },
    { kind: "alloc", id: 3, bytes: 100 },
    { kind: "free", id: 4, offset: 1 },
    { kind: "load", id: 5, library: 1, path: "/no/such.so", options: {} },
    {
      kind: "func",
      id: 6,
      library: 1,
      function: 0,
      declaration: { words: ["int f()"], types: {} },
    },
    { kind: "symbol", id: 7, library: 1, name: "add" },
    { kind: "reopen", id: 8, library: 1 },
    { kind: "dispose", id: 9, library: 1 },
    { kind: "errno", id: 10, library: 1 },
  ];

  /** Honest messages, of which some bytes are others. */
  function mutated(seed: number): Buffer {
    const below = random(seed);
    const messages = honest
      .filter(() => below(2) === 0)
      .map((message) => {
        const bytes = frame(message);
        for (let times = below(3); times > 0; times--) bytes[below(bytes.length)] = below(256);
        return bytes;
      });
    return Buffer.concat([hello, ...messages]);
  }

  it("end in answers or a closed connection, and the next client is served", async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const received = await answersTo(mutated(seed));
      expect(received[0], `seed ${seed}`).toMatchObject({ kind: "welcome" });
    }
    await isWell();
    expect(there.helper.child.exitCode).toBeNull();
  });

  it("do so when nothing of them is honest", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const below = random(seed);
      const noise = Buffer.from(Array.from({ length: below(2000) }, () => below(256)));
      await answersTo(seed % 2 ? noise : Buffer.concat([hello, noise]));
    }
    await isWell();
    expect(there.helper.child.exitCode).toBeNull();
  });
});
