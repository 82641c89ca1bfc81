import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntry, encodeEntry } from "../../../src/cache/folder/entry.ts";
import { type Metered, meter } from "../../../src/metering/index.ts";
import { moduleOf } from "../modules.ts";

const key = "ab".repeat(32);
const { manifest, bytes: metered }: Metered = meter(moduleOf(1));
const entry = encodeEntry(key, { manifest, metered }) as Buffer<ArrayBuffer>;
/** Where the digest begins, and what it covers. */
const [DIGEST_AT, COVERED_AT] = [12, 44];

/** The same with other bytes somewhere, and the digest that belongs to them. */
function forged(change: (bytes: Buffer) => Buffer): Buffer<ArrayBuffer> {
  const bytes = change(Buffer.from(entry));
  createHash("sha256").update(bytes.subarray(COVERED_AT)).digest().copy(bytes, DIGEST_AT);
  return Buffer.from(bytes);
}

const countAt = COVERED_AT + 32;
const secondAt = countAt + 4 + entry.readUInt32LE(countAt);

describe("decodeEntry(key, encodeEntry(key, entry))", () => {
  it("is the entry", () => {
    const decoded = decodeEntry(key, entry);
    expect(decoded?.manifest).toEqual(manifest);
    expect(Buffer.compare(decoded?.metered as Uint8Array, metered)).toBe(0);
  });

  it("is nothing where any byte is another", () => {
    for (let at = 0; at < entry.length; at++) {
      const changed = Buffer.from(entry);
      changed[at] = (changed[at] as number) ^ 0x40;
      expect(decodeEntry(key, changed), `byte ${at}`).toBeUndefined();
    }
  });

  it("is nothing where the end is missing, or there is more", () => {
    for (let length = 0; length < entry.length; length++) {
      expect(decodeEntry(key, Buffer.from(entry.subarray(0, length)))).toBeUndefined();
    }
    expect(decodeEntry(key, Buffer.concat([entry, Buffer.of(0)]))).toBeUndefined();
    expect(
      decodeEntry(
        key,
        forged((bytes) => Buffer.concat([bytes, Buffer.of(0)])),
      ),
    ).toBeUndefined();
  });

  it("is nothing under the key of another module", () => {
    expect(decodeEntry("cd".repeat(32), entry)).toBeUndefined();
  });

  it.each([
    ["the manifest", countAt],
    ["the module", secondAt],
  ])("is nothing where the length of %s is not true, though the digest is", (_, at) => {
    for (const length of [0, 1, entry.length, 2 ** 31, 2 ** 32 - 1]) {
      const lying = forged((bytes) => {
        bytes.writeUInt32LE(length, at);
        return bytes;
      });
      expect(decodeEntry(key, lying), `${length}`).toBeUndefined();
    }
  });

  it("is nothing of a later format, though the digest is right", () => {
    const later = forged((bytes) => {
      bytes.writeUInt32LE(2, 8);
      return bytes;
    });
    expect(decodeEntry(key, later)).toBeUndefined();
  });

  it("is nothing of any other bytes", () => {
    const any = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(any, (bytes) => decodeEntry(key, Buffer.from(bytes)) === undefined),
      { numRuns: 500 },
    );
  });
});
