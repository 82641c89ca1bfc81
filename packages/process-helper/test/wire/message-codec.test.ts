import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MAX_KEPT_BYTES } from "../../src/limits.ts";
import { messageBytes } from "../../src/wire/message-bytes.ts";
import { decodeMessage, encodeMessage } from "../../src/wire/message-codec.ts";
import type { Message, MessageOf } from "../../src/wire/messages.ts";
import { ValueList } from "../../src/wire/value-list.ts";
import { Writer } from "../../src/wire/writer.ts";
import { exampleList, examples } from "./examples.js";

const golden = new URL("golden.json", import.meta.url);

function encoded(message: Message): Buffer {
  const writer = new Writer();
  encodeMessage(writer, message);
  return Buffer.from(writer.bytes);
}

const named = exampleList.map(([from, message]) => [message.kind, from, message] as const);

/** Without what says only where it came from. */
function plain(message: Message): unknown {
  if (message.kind === "call" || message.kind === "callback") {
    return { ...message, args: message.args.values };
  }
  if (message.kind !== "returned") return message;
  return { ...message, bytes: message.bytes.map(({ at: _at, ...span }) => span) };
}

describe("decodeMessage(encodeMessage(message))", () => {
  it.each(named)("is the message: %s, from the %s", (_kind, from, message) => {
    expect(plain(decodeMessage(encoded(message), from))).toStrictEqual(plain(message));
  });

  it("is bytes that do not change while the version does not", () => {
    const bytes = exampleList.map(([, message]) => [
      message.kind,
      encoded(message).toString("hex"),
    ]);
    const table = `${JSON.stringify(Object.fromEntries(bytes), null, 2)}\n`;
    if (process.env.COFFERDAM_BLESS) writeFileSync(golden, table);
    expect(table).toBe(readFileSync(golden, "utf8"));
  });

  it("keeps memory that a result and an output share", () => {
    const memory = Buffer.from("shared");
    const message = { ...examples.returned[1], result: memory, outputs: [[0, [memory]] as const] };
    const { result, outputs } = decodeMessage(encoded(message), "helper") as MessageOf<"returned">;
    const [[, [output]]] = outputs as [[number, [Buffer]]];
    expect(output.buffer).toBe((result as Buffer).buffer);
  });
});

describe("encodeMessage(writer, message)", () => {
  it("notes the memory of a call, for what comes back", () => {
    const args = new ValueList([Buffer.from("abc")]);
    encoded({ kind: "call", id: 1, function: 1, args });
    expect(args.regions).toMatchObject([{ parts: [{ holder: 0 }] }]);
  });

  it("uses its memory again after a reset", () => {
    const writer = new Writer();
    encodeMessage(writer, examples.call[1]);
    writer.reset();
    encodeMessage(writer, examples.status[1]);
    expect(writer.bytes).toEqual(encoded(examples.status[1]));
  });
});

describe("threw and callback-threw", () => {
  const reported = (error: unknown) => {
    const message = encoded({ kind: "callback-threw", id: 1, error, thrown: 0 });
    return (decodeMessage(message, "host") as MessageOf<"callback-threw">).error;
  };

  it.each([1, "text", null, undefined, { a: 1 }])(
    "report what is no error as it is: %j",
    (value) => {
      expect(reported(value)).toStrictEqual(value);
    },
  );

  it("report what cannot cross by what it says of itself", () => {
    const aborted = reported(new DOMException("This operation was aborted", "AbortError"));
    expect(`${aborted}`).toBe("AbortError: This operation was aborted");
    expect(`${reported(Symbol("s"))}`).toContain("Symbol(s)");
    expect(`${reported(new Map())}`).toContain("an object");
  });

  it("report also what throws when it is looked at", () => {
    const hostile = new Proxy(new Map(), {
      get: () => {
        throw new Error("look away");
      },
    });
    expect(`${reported(hostile)}`).toContain("cannot be looked at");
  });
});

describe("messageBytes(message)", () => {
  it("is the message, also where a value has a message of its own to write", () => {
    messageBytes(examples.status[1]); // there is memory to be used again
    const inner = () => Buffer.from(messageBytes(examples.call[1]));
    const value = {
      first: "x".repeat(2_000),
      get second() {
        return inner().toString("hex");
      },
    };
    const bytes = messageBytes({ kind: "answered", id: 1, value });
    const { value: received } = decodeMessage(bytes, "helper") as MessageOf<"answered">;
    expect(received).toStrictEqual({
      first: value.first,
      second: encoded(examples.call[1]).toString("hex"),
    });
  });

  it("is another one after a message that could not be written", () => {
    const value = ["x".repeat(2_000), Symbol("s")];
    expect(() => messageBytes({ kind: "answered", id: 1, value })).toThrow(TypeError);
    expect(messageBytes(examples.status[1])).toEqual(encoded(examples.status[1]));
  });

  it("keeps no memory of the size of the largest message", () => {
    messageBytes({ kind: "answered", id: 1, value: Buffer.alloc(8 * 2 ** 20) });
    expect(messageBytes(examples.status[1]).buffer.byteLength).toBeLessThanOrEqual(MAX_KEPT_BYTES);
  });
});

describe("decodeMessage(bytes, from) refuses", () => {
  const status = encoded(examples.status[1]);
  const withByte = (at: number, value: number, bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    changed[at] = value;
    return changed;
  };

  it.each([
    ["an unknown kind", withByte(0, 99, status), "host", "ERR_WIRE_KIND", 0],
    ["another version", withByte(5, 2, encoded(examples.hello[1])), "host", "ERR_WIRE_VERSION", 5],
    ["a request from the helper", status, "helper", "ERR_WIRE_KIND", 0],
    ["an answer from the host", encoded(examples.returned[1]), "host", "ERR_WIRE_KIND", 0],
    ["no bytes", Buffer.alloc(0), "host", "ERR_WIRE_TRUNCATED", 0],
    ["half an id", status.subarray(0, 3), "host", "ERR_WIRE_TRUNCATED", 1],
    [
      "bytes behind the end",
      Buffer.concat([status, Buffer.alloc(3)]),
      "host",
      "ERR_WIRE_TRAILING",
      5,
    ],
  ] as const)("%s, and says where", (_name, bytes, from, code, offset) => {
    expect(() => decodeMessage(bytes, from)).toThrow(
      expect.objectContaining({ name: "WireError", code, offset }),
    );
  });

  it.each([
    ["of no kind", { kind: "none" }],
    ["of an inherited kind", { kind: "constructor" }],
    ["with a field of another type", { kind: "fuel", limit: "much" }],
    ["without a field", { kind: "fuel" }],
    ["with one field more", { kind: "fuel", limit: 1, message: "hello" }],
    ["with other frames", { kind: "trap", reason: "", frames: [{ pc: 1 }] }],
    ["that is an array", []],
    ["that is none", null],
  ])("a fault %s", (_name, fault) => {
    const place = { symbol: "f", layer: "signals", cause: undefined, thrown: 0 };
    const bytes = encoded({ kind: "faulted", id: 1, fault: fault as never, ...place });
    expect(() => decodeMessage(bytes, "helper")).toThrow(
      expect.objectContaining({ code: "ERR_WIRE_VALUE", reason: "something else than a fault" }),
    );
  });
});
