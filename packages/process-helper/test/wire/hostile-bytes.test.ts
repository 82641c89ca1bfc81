import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH } from "../../src/limits.ts";
import { WireError } from "../../src/wire/error.ts";
import { decodeMessage, encodeMessage } from "../../src/wire/message-codec.ts";
import type { Side } from "../../src/wire/messages.ts";
import { Tag } from "../../src/wire/tags.ts";
import { Writer } from "../../src/wire/writer.ts";
import { anyValues, runs } from "./arbitraries.js";
import { coded, decoded } from "./coded.js";
import { exampleList } from "./examples.js";

/** Does it decode? Anything but a value or a WireError fails the test. */
function decodes(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
    expect((error as WireError).offset).toBeGreaterThanOrEqual(0);
    return false;
  }
}

const encoded = exampleList.map(([from, message]) => {
  const writer = new Writer();
  encodeMessage(writer, message);
  return [from, Buffer.from(writer.bytes)] as const;
});

/** One that says nothing. */
const error = [Tag.error, Tag.utf8, 0, 0, 0, 0, Tag.utf8, 0, 0, 0, 0, 0];
const sides: readonly Side[] = ["host", "helper"];
const mutation = fc.record({
  at: fc.nat(1_000),
  value: fc.constantFrom(0, 1, 6, 10, 11, 12, 15, 127, 128, 255),
});

describe("decodeMessage(any bytes)", () => {
  it("gives a message or a WireError for arbitrary bytes", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.uint8Array({ maxLength: 200 }), (kind, body) => {
        const bytes = Buffer.from([kind, 0, 0, 0, 0, ...body]);
        for (const side of sides) decodes(() => decodeMessage(bytes, side));
      }),
      runs(500),
    );
  });

  it("gives a message or a WireError for a message with changed, missing or added bytes", () => {
    const anyEncoded = fc.constantFrom(...encoded);
    fc.assert(
      fc.property(
        anyEncoded,
        fc.array(mutation, { maxLength: 4 }),
        fc.nat(1_000),
        fc.uint8Array({ maxLength: 4 }),
        ([from, bytes], mutations, cut, added) => {
          const changed = Buffer.concat([
            bytes.subarray(0, Math.max(cut, bytes.length - cut)),
            added,
          ]);
          for (const { at, value } of mutations) changed[5 + (at % (changed.length - 5))] = value;
          decodes(() => decodeMessage(changed, from));
        },
      ),
      runs(1_000),
    );
  });

  it.each(encoded)("refuses every beginning of a message (from the %s)", (from, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      expect(decodes(() => decodeMessage(bytes.subarray(0, length), from))).toBe(false);
    }
  });
});

describe("decodeValues(any bytes)", () => {
  it("refuses every beginning of a list, and every list with a byte too many", () => {
    fc.assert(
      fc.property(anyValues, fc.nat(), (values, at) => {
        const { bytes } = coded(values);
        expect(decodes(() => decoded(bytes.subarray(0, at % bytes.length)))).toBe(false);
        expect(decodes(() => decoded(Buffer.concat([bytes, Buffer.alloc(1)])))).toBe(false);
      }),
      runs(150),
    );
  });

  it.each([
    ["an array", [Tag.array]],
    ["members", [Tag.object]],
    ["a text", [Tag.utf8]],
    ["a text in UTF-16", [Tag.utf16]],
    ["nested arrays", [Tag.array, 1, 0, 0, 0, Tag.array]],
  ])("takes no memory for 2^32 - 1 items of %s", (_name, tags) => {
    const bytes = list([...tags, 255, 255, 255, 255, 0, 0]);
    expect(grownBy(() => expect(decodes(() => decoded(bytes))).toBe(false))).toBeLessThan(2 ** 20);
  });

  it.each([
    ["views", [255, 255, 255, 255]],
    ["regions", [1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]],
    [
      "bytes of a region",
      [1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 255, 255, 255, 255],
    ],
  ])("takes no memory for 2^32 - 1 %s", (_name, memory) => {
    const bytes = list([Tag.view], memory);
    expect(grownBy(() => expect(decodes(() => decoded(bytes))).toBe(false))).toBeLessThan(2 ** 20);
  });

  it.each([
    ["an unknown tag", list([99])],
    [
      "more levels than there may be",
      list(new Array(MAX_DEPTH + 1).fill([Tag.array, 1, 0, 0, 0]).flat().concat(0)),
    ],
    [
      "more errors than there may be",
      list([Tag.array, 65, 0, 0, 0, ...new Array(65).fill(error).flat()]),
    ],
    [
      "more causes than there may be",
      list(
        new Array(6)
          .fill([...error.slice(0, -1), 4])
          .flat()
          .concat(Tag.null),
      ),
    ],
    ["a text that is not UTF-8", list([Tag.utf8, 1, 0, 0, 0, 0xff])],
    ["a surrogate in UTF-8", list([Tag.utf8, 3, 0, 0, 0, 0xed, 0xa0, 0x80])],
    ["half a character of UTF-16", list([Tag.utf16, 1, 0, 0, 0, 0])],
    ["a key that is no text", list([Tag.object, 1, 0, 0, 0, Tag.true, 0, 0, 0, 0, 0])],
    ["a bigint of too many words", list([Tag.bigint, 17, ...new Array(17 * 8).fill(1)])],
    ["a function, where none can come", list([Tag.callback, 0, 0, 0, 0])],
    ["the arena, where there is none", list([Tag.arena, 1, ...new Array(12).fill(0)])],
    ["a view that did not come", list([Tag.view])],
    ["a view that nobody has", list([Tag.null], oneView(4, 0, 1))],
    ["a view past its region", list([Tag.view], oneView(4, 0, 2))],
    ["a view of a region that did not come", list([Tag.view], oneView(4, 1, 0))],
    ["a view of an unknown kind", list([Tag.view], oneView(99, 0, 0))],
    ["a misaligned view", list([Tag.view], oneView(8, 0, 1))],
    [
      "an error with unknown parts",
      list([Tag.error, Tag.utf8, 0, 0, 0, 0, Tag.utf8, 0, 0, 0, 0, 8]),
    ],
  ])("refuses %s", (_name, bytes) => {
    expect(decodes(() => decoded(bytes))).toBe(false);
  });

  it.each([
    ["past its end", 4090, 7],
    ["before its start", -8, 4],
    ["at a fraction", 0.5, 4],
    ["at NaN", Number.NaN, 4],
    ["far away", 2 ** 60, 4],
  ])("refuses memory of the arena %s", (_name, offset, bytes) => {
    const place = Buffer.alloc(12);
    place.writeDoubleLE(offset);
    place.writeUInt32LE(bytes, 8);
    const arena = new ArrayBuffer(4096);
    expect(decodes(() => decoded(list([Tag.arena, 1, ...place]), { arena }))).toBe(false);
  });
});

/** A list of one value. */
function list(value: readonly number[], memory: readonly number[] = [0, 0, 0, 0]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(value.length + 4);
  head.writeUInt32LE(1, 4);
  return Buffer.concat([head, Buffer.from(value), Buffer.from(memory)]);
}

/** One view, and one region of one byte. */
function oneView(kind: number, region: number, bytes: number): readonly number[] {
  const view = [kind, region, 0, 0, 0, 0, 0, 0, 0, bytes, 0, 0, 0];
  return [1, 0, 0, 0, ...view, 1, 0, 0, 0, 0, 1, 0, 0, 0, 42];
}

/** Bytes of buffers and of the heap. */
function grownBy(action: () => void): number {
  action();
  globalThis.gc?.();
  const used = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = used();
  action();
  return used() - before;
}
