import { createHash } from "node:crypto";
import type { Manifest } from "../../metering/index.js";
import type { Prepared } from "../../program/program.js";

/**
 * A metered module in a file:
 *
 *     magic 8 · format u32 · SHA-256 of all that follows · key · u32 and the manifest, as JSON · u32 and the module
 *
 * Numbers are little-endian. Nothing stands behind the module.
 */
export type Entry = Pick<Prepared, "manifest" | "metered">;

const MAGIC = Buffer.from("cdwasm\r\n"); // a transfer that changes the ends of lines would be seen
/** Another one for every change of this file's. */
export const FORMAT = 1;
const DIGEST_BYTES = 32;
const COUNT_BYTES = 4;
const DIGEST_AT = MAGIC.length + COUNT_BYTES;
const KEY_AT = DIGEST_AT + DIGEST_BYTES;
const MANIFEST_AT = KEY_AT + DIGEST_BYTES;

/** @param key what it is the entry of: 32 bytes in hexadecimal */
export function encodeEntry(key: string, { manifest, metered }: Entry): Buffer {
  const json = Buffer.from(JSON.stringify(manifest));
  const covered = Buffer.concat([
    Buffer.from(key, "hex"),
    counted(json.length),
    json,
    counted(metered.length),
    metered,
  ]);
  return Buffer.concat([MAGIC, counted(FORMAT), digestOf(covered), covered]);
}

/** @returns undefined: it is none, or that of another key */
export function decodeEntry(key: string, bytes: Buffer<ArrayBuffer>): Entry | undefined {
  if (bytes.length < MANIFEST_AT || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    return undefined;
  if (bytes.readUInt32LE(MAGIC.length) !== FORMAT) return undefined;
  if (!bytes.subarray(DIGEST_AT, KEY_AT).equals(digestOf(bytes.subarray(KEY_AT)))) return undefined;
  if (bytes.toString("hex", KEY_AT, MANIFEST_AT) !== key) return undefined;
  const json = partAt(bytes, MANIFEST_AT);
  const metered = json && partAt(bytes, MANIFEST_AT + COUNT_BYTES + json.length);
  const end = json && metered && MANIFEST_AT + 2 * COUNT_BYTES + json.length + metered.length;
  if (end !== bytes.length) return undefined;
  const manifest = parsed(json as Buffer);
  return manifest && { manifest, metered: metered as Buffer<ArrayBuffer> };
}

/** What its count says, if there is so much. */
function partAt(bytes: Buffer<ArrayBuffer>, at: number): Buffer<ArrayBuffer> | undefined {
  if (bytes.length - at < COUNT_BYTES) return undefined;
  const length = bytes.readUInt32LE(at);
  const from = at + COUNT_BYTES;
  return length <= bytes.length - from ? bytes.subarray(from, from + length) : undefined;
}

function parsed(json: Buffer): Manifest | undefined {
  try {
    return JSON.parse(json.toString()) as Manifest;
  } catch {
    return undefined;
  }
}

function counted(count: number): Buffer {
  const bytes = Buffer.alloc(COUNT_BYTES);
  bytes.writeUInt32LE(count);
  return bytes;
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
