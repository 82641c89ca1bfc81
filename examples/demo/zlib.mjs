// The system's zlib does real work.
import zlib from "node:zlib";
import { library } from "@cofferdam/ffi";
import koffi from "koffi";
import { compare } from "./compare.mjs";
import { dim } from "./terminal.mjs";

const FILE = "libz.so.1";
const LEVEL = 6;
const PIECE_BYTES = 4096;
const Z_OK = 0;

/** @returns {boolean[]} what was compared, and whether it was right */
export function zlibPart(guard, bytes) {
  const libraries = open(guard);
  if (libraries === undefined) return [];
  console.log(dim(`  zlib ${libraries.guarded.version()}, ${megabytes(bytes)} of real data\n`));
  const packed = compress(libraries.plain, bytes);
  return [
    compare(
      `crc32 of pieces of ${PIECE_BYTES} bytes, = node:zlib`,
      (z) => checksum(z, bytes),
      libraries,
      (sum) => zlib.crc32 === undefined || sum === zlib.crc32(bytes),
    ),
    compare(
      `compress2 to ${megabytes(packed)}, node:zlib reads it`,
      (z) => compress(z, bytes),
      libraries,
      (result) => zlib.inflateSync(result).equals(bytes),
    ),
    compare(
      "uncompress what node:zlib wrote",
      (z) => uncompress(z, nodePacked(bytes), bytes.length),
      libraries,
      (result) => result.equals(bytes),
    ),
  ];
}

/** A small piece of work through the gate, to see whether it still goes. */
export function zlibProbe(guard) {
  const libraries = open(guard);
  if (libraries === undefined) return undefined;
  const { guarded } = libraries;
  const bytes = Buffer.from("the quick brown fox jumps over the lazy dog ".repeat(100));
  return () => uncompress(guarded, compress(guarded, bytes), bytes.length).equals(bytes);
}

function open(guard) {
  let plain;
  try {
    plain = koffi.load(FILE);
  } catch {
    console.log(dim(`  ${FILE} is not on this machine: left out`));
    return undefined;
  }
  return { plain: bind(plain), guarded: bind(guard.openSync(library(FILE))) };
}

function bind(library) {
  const sizes = "_Inout_ unsigned long *size, const uint8_t *in, unsigned long length";
  return {
    version: library.func("const char *zlibVersion()"),
    crc32: library.func(
      "unsigned long crc32(unsigned long sum, const uint8_t *in, uint32_t length)",
    ),
    bound: library.func("unsigned long compressBound(unsigned long length)"),
    compress2: library.func(`int compress2(uint8_t *out, ${sizes}, int level)`),
    uncompress: library.func(`int uncompress(uint8_t *out, ${sizes})`),
  };
}

function checksum(z, bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    sum = z.crc32(sum, piece, piece.length);
  }
  return sum;
}

function compress(z, bytes) {
  const out = Buffer.alloc(z.bound(bytes.length));
  const size = [out.length];
  check(z.compress2(out, size, bytes, bytes.length, LEVEL));
  return out.subarray(0, size[0]);
}

function uncompress(z, packed, length) {
  const out = Buffer.alloc(length);
  const size = [length];
  check(z.uncompress(out, size, packed, packed.length));
  return out.subarray(0, size[0]);
}

function check(code) {
  if (code !== Z_OK) throw new Error(`zlib answered ${code}`);
}

let packedByNode;

function nodePacked(bytes) {
  packedByNode ??= zlib.deflateSync(bytes);
  return packedByNode;
}

function megabytes({ length }) {
  return `${(length / 1e6).toFixed(1)} MB`;
}
