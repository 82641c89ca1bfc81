/** Files of the tests: libraries made byte by byte, which no loader would run but every reader has to read. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { thisMachine } from "../src/machine.js";

export interface ElfParts {
  needed?: readonly string[];
  soname?: string;
  runpath?: string;
  rpath?: string;
  machine?: number;
}

const root = realpathSync(mkdtempSync(join(tmpdir(), "cofferdam-libraries-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

/** A real path; gone after the tests of the file. */
export function newFolder(): string {
  const folder = join(root, String(++made));
  mkdirSync(folder);
  return folder;
}

/** Writes a file, and the folders above it. Returns its path. */
export function put(path: string, content: string | Buffer = elfFile()): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o644 });
  return path;
}

/** Compiles C source to a library that can be loaded. Returns its path. */
export function compile(path: string, source: string, ...flags: readonly string[]): string {
  const file = put(`${path}.c`, source);
  execFileSync(process.env.CC || "cc", ["-shared", "-fPIC", "-w", file, "-o", path, ...flags]);
  return path;
}

export const digestOf = (path: string) =>
  createHash("sha256").update(readFileSync(path)).digest("hex");

export const openDescriptors = () => readdirSync("/proc/self/fd").length;

/** The shortest ELF file that says all this: header, two program headers, dynamic section, names. */
export function elfFile(parts: ElfParts = {}): Buffer {
  const names = ["\0"];
  const place = (name: string) => {
    const at = names.join("").length;
    names.push(`${name}\0`);
    return at;
  };
  const entries: [number, number][] = (parts.needed ?? []).map((name) => [1, place(name)]);
  if (parts.soname !== undefined) entries.push([14, place(parts.soname)]);
  if (parts.rpath !== undefined) entries.push([15, place(parts.rpath)]);
  if (parts.runpath !== undefined) entries.push([29, place(parts.runpath)]);
  const [dynamicAt, dynamicSize] = [64 + 2 * 56, (entries.length + 3) * 16];
  const namesAt = dynamicAt + dynamicSize;
  const text = Buffer.from(names.join(""), "latin1");
  entries.push([5, namesAt + 0x1000], [10, text.length], [0, 0]);
  const size = namesAt + text.length;
  return Buffer.concat([
    header(parts.machine ?? thisMachine?.elf ?? 0),
    segment(1, 0, 0x1000, size),
    segment(2, dynamicAt, 0x1000 + dynamicAt, dynamicSize),
    ...entries.map(([tag, value]) => words([tag, value])),
    text,
  ]);
}

function header(machine: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(3, 16); // shared object
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32); // program headers
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  return bytes;
}

function segment(type: number, offset: number, address: number, size: number): Buffer {
  const bytes = Buffer.alloc(56);
  bytes.writeUInt32LE(type, 0);
  words([offset, address, address, size, size]).copy(bytes, 8);
  return bytes;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => {
    bytes.writeBigUInt64LE(BigInt(value), index * 8);
  });
  return bytes;
}

export interface CacheEntry {
  name: string;
  path: string;
  flags?: number;
  hwcap?: bigint;
}

/** A ld.so.cache, in the form of glibc 2.32 and later. */
export function cacheFile(entries: readonly CacheEntry[]): Buffer {
  const table = Buffer.alloc(48 + entries.length * 24);
  table.write("glibc-ld.so.cache1.1", "latin1");
  table.writeUInt32LE(entries.length, 20);
  let strings = Buffer.alloc(0);
  const place = (text: string) => {
    const at = table.length + strings.length;
    strings = Buffer.concat([strings, Buffer.from(`${text}\0`)]);
    return at;
  };
  entries.forEach(({ name, path, flags = thisMachine?.cacheFlags ?? 0, hwcap = 0n }, index) => {
    const at = 48 + index * 24;
    table.writeInt32LE(flags, at);
    table.writeUInt32LE(place(name), at + 4);
    table.writeUInt32LE(place(path), at + 8);
    table.writeBigUInt64LE(hwcap, at + 16);
  });
  table.writeUInt32LE(strings.length, 24);
  return Buffer.concat([table, strings]);
}
