import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WireError } from "../../src/wire/error.ts";
import { FrameParser, frameHeader, streamMark } from "../../src/wire/frame.ts";
import { runs } from "./arbitraries.js";

interface Parsed {
  readonly messages: readonly string[];
  readonly error: unknown;
  readonly parser: FrameParser;
}

function parsed(chunks: readonly Uint8Array[], maxBytes = 1_000): Parsed {
  const messages: string[] = [];
  const parser = new FrameParser((message) => messages.push(message.toString("hex")), maxBytes);
  try {
    for (const chunk of chunks) parser.push(chunk);
    parser.end();
    return { messages, error: undefined, parser };
  } catch (error) {
    return { messages, error, parser };
  }
}

function stream(messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat([
    streamMark(),
    ...messages.flatMap((message) => [frameHeader(message), message]),
  ]);
}

/** The stream in pieces. */
function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const anyMessages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 5 });
const anyCuts = fc.array(fc.nat(), { maxLength: 8 });
const hexOf = (message: Uint8Array) => Buffer.from(message).toString("hex");

describe("FrameParser", () => {
  it("gives the messages of a stream, in whatever pieces it comes", () => {
    fc.assert(
      fc.property(anyMessages, anyCuts, (messages, cuts) => {
        const { messages: found, error } = parsed(cutAt(stream(messages), cuts));
        expect(error).toBeUndefined();
        expect(found).toEqual(messages.map(hexOf));
      }),
      runs(300),
    );
  });

  it("gives the messages of a stream that comes byte by byte", () => {
    const messages = [Buffer.alloc(300, 1), Buffer.from([2])];
    expect(parsed([...stream(messages)].map((byte) => Buffer.from([byte]))).messages).toEqual(
      messages.map(hexOf),
    );
  });

  it("does the same for a broken stream, in whatever pieces it comes", () => {
    fc.assert(
      fc.property(anyMessages, anyCuts, fc.nat(), fc.nat(255), (messages, cuts, at, value) => {
        const bytes = stream(messages);
        bytes[at % bytes.length] = value;
        const [whole, pieces] = [parsed([bytes]), parsed(cutAt(bytes, cuts))];
        expect(pieces.messages).toEqual(whole.messages);
        expect(pieces.error).toEqual(whole.error);
        expect(whole.error === undefined || whole.error instanceof WireError).toBe(true);
      }),
      runs(300),
    );
  });

  it.each([
    ["of something else", Buffer.from("GET / HTTP/1.1\r\n\r\n"), "ERR_WIRE_VERSION", 0],
    ["of another version", streamMark(2), "ERR_WIRE_VERSION", 0],
    [
      "with a message that is too long",
      Buffer.concat([streamMark(), Buffer.alloc(4, 255)]),
      "ERR_WIRE_LIMIT",
      11,
    ],
    ["with an empty message", Buffer.concat([streamMark(), Buffer.alloc(4)]), "ERR_WIRE_VALUE", 11],
    ["that ends in its mark", streamMark().subarray(0, 5), "ERR_WIRE_TRUNCATED", 0],
    [
      "that ends in a length",
      stream([Buffer.from("abc")]).subarray(0, 13),
      "ERR_WIRE_TRUNCATED",
      11,
    ],
    [
      "that ends in a message",
      stream([Buffer.from("abc")]).subarray(0, 17),
      "ERR_WIRE_TRUNCATED",
      15,
    ],
  ])("refuses a stream %s, and says where", (_name, bytes, code, offset) => {
    expect(parsed([bytes]).error).toMatchObject({ name: "WireError", code, offset });
  });

  it("takes nothing more after an error", () => {
    const { parser, error } = parsed([Buffer.alloc(20)]);
    expect(() => parser.push(streamMark())).toThrow(error as Error);
    expect(() => parser.end()).toThrow(error as Error);
  });

  it("takes nothing more after a message that could not be taken", () => {
    const error = new Error("no");
    const parser = new FrameParser(() => {
      throw error;
    });
    expect(() => parser.push(stream([Buffer.from("a"), Buffer.from("b")]))).toThrow(error);
    expect(() => parser.push(frameHeader(Buffer.from("c")))).toThrow(error);
  });

  it("gives what came before an error", () => {
    const bytes = Buffer.concat([stream([Buffer.from("a")]), Buffer.alloc(4, 255)]);
    expect(parsed([bytes]).messages).toEqual(["61"]);
  });

  it("takes memory for what came, not for what was announced", () => {
    const before = process.memoryUsage().arrayBuffers;
    const streams = Array.from({ length: 16 }, () => {
      const parser = new FrameParser(() => {});
      const header = Buffer.alloc(4);
      header.writeUInt32LE(16 * 2 ** 20);
      parser.push(Buffer.concat([streamMark(), header, Buffer.alloc(10)]));
      return parser;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(streams.length * 2 ** 17);
  });
});
