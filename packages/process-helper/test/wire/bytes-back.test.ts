import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyBytesBack, type BytesBack, bytesBack } from "../../src/wire/bytes-back.ts";
import { decodeMessage, encodeMessage } from "../../src/wire/message-codec.ts";
import type { MessageOf } from "../../src/wire/messages.ts";
import { Writer } from "../../src/wire/writer.ts";
import { runs } from "./arbitraries.js";
import { coded } from "./coded.js";

const none = new Set<number>();

/** There, through a guest's hands, and back. */
function called(
  args: readonly unknown[],
  guest: (...args: never[]) => void,
  readOnly: ReadonlySet<number> = none,
): number {
  const { sent, received } = coded(args);
  guest(...(received.values as never[]));
  const writer = new Writer();
  const bytes = bytesBack(received, readOnly);
  encodeMessage(writer, { kind: "returned", id: 1, result: undefined, outputs: [], bytes });
  const answer = decodeMessage(writer.bytes, "helper") as MessageOf<"returned">;
  applyBytesBack(sent, answer.bytes, readOnly);
  return writer.length;
}

describe("applyBytesBack(list, bytesBack(list))", () => {
  it("changes in the host what the guest changed, and nothing else", () => {
    const change = fc.record({ view: fc.nat(3), at: fc.nat(9_999), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const views = (buffer: ArrayBuffer) =>
          [
            [0, 5_000],
            [4_000, 9_000],
            [9_500, 500],
            [3, 0],
          ].map(([from, length]) => Buffer.from(buffer, from, length));
        const write = (...there: Buffer[]) => {
          for (const { view, at, value } of changes) {
            const bytes = there[view] as Buffer;
            if (at < bytes.length) bytes[at] = value;
          }
        };
        const [host, expected] = [new ArrayBuffer(20_000), new ArrayBuffer(20_000)];
        called(views(host), write);
        write(...views(expected));
        expect(Buffer.from(host).equals(Buffer.from(expected))).toBe(true);
      }),
      runs(100),
    );
  });

  it("sends no more than the blocks that changed", () => {
    const bytes = Buffer.alloc(2 ** 20);
    expect(called([bytes], () => {})).toBeLessThan(100);
    expect(called([bytes], (there: Buffer) => there.fill(1, 5_000, 5_001))).toBeLessThan(4_200);
    expect(bytes[5_000]).toBe(1);
  });

  it("leaves a read-only argument alone", () => {
    const bytes = Buffer.from("abc");
    called([bytes], (there: Buffer) => there.fill("x"), new Set([0]));
    expect(String(bytes)).toBe("abc");
  });

  it("writes only where an argument that is not read-only has the bytes too", () => {
    const bytes = Buffer.from("abcdef");
    const fill = (...there: Buffer[]) => {
      for (const part of there) part.fill("x");
    };
    const parts = [bytes.subarray(0, 4), bytes.subarray(2, 5), bytes.subarray(4)];
    called(parts, fill, new Set([0, 2]));
    expect(String(bytes)).toBe("abxxxf");
  });

  it("writes to no buffer that was given away while the call ran", () => {
    const bytes = new Uint8Array(8);
    called([bytes], (there: Uint8Array) => {
      there.fill(1);
      structuredClone(bytes, { transfer: [bytes.buffer] });
    });
    expect(bytes.length).toBe(0);
  });

  it("takes no bytes for an empty buffer that was given away", () => {
    const bytes = new Uint8Array(0);
    const { sent } = coded([bytes]);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    applyBytesBack(sent, [{ at: 0, region: 0, offset: 0, bytes: new Uint8Array(0) }], none);
    expect(bytes.length).toBe(0);
  });
});

describe("applyBytesBack(list, spans) refuses", () => {
  const memory = Buffer.alloc(64, 1);
  const views = [memory.subarray(8, 16), memory.subarray(32, 40), memory.subarray(4, 12)];
  const { sent } = coded(views);
  const span = (region: number, offset: number, bytes: number): BytesBack => {
    return { at: 7, region, offset, bytes: new Uint8Array(bytes) };
  };

  it.each([
    ["memory that was not lent", span(2, 0, 1)],
    ["memory that the guest may not write", span(1, 0, 1)],
    ["bytes of which some may not be written", span(0, 3, 2)],
    ["bytes past the end", span(0, 11, 2)],
    ["an offset past the end", span(0, 2 ** 32 - 1, 1)],
  ])("%s, with nothing written", (_name, bad) => {
    expect(() => applyBytesBack(sent, [span(0, 4, 8), bad], new Set([1, 2]))).toThrow(
      expect.objectContaining({ name: "WireError", code: "ERR_WIRE_VALUE", offset: 7 }),
    );
    expect(memory.every((byte) => byte === 1)).toBe(true);
  });
});
