import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readElfWiring } from "../../src/lock/elf/wiring.ts";
import { MAX_LOCK_BYTES } from "../../src/lock/limits.ts";
import type { LockError } from "../../src/lock/lock-error.ts";
import { MalformedError } from "../../src/lock/malformed.ts";
import { parseLock } from "../../src/lock/parse-lock.ts";
import { readWasmWiring } from "../../src/lock/wasm/wiring.ts";
import { elfFile, gnuHashTable } from "./elf/elf-file.ts";
import { compile, newFolder } from "./files.ts";
import { moduleFile, section, u32 } from "./wasm/module-file.ts";

const most = MAX_LOCK_BYTES - 100;
/** A few seconds at most on an idle machine. */
const SOON_MS = 30_000;

function soon(action: () => void): void {
  const start = performance.now();
  action();
  expect(performance.now() - start).toBeLessThan(SOON_MS);
}

function parse(bytes: Uint8Array): void {
  try {
    parseLock(bytes, "x.lock", "/folder");
  } catch (error) {
    if ((error as LockError).code !== "ERR_POLICY_LOCK") throw error;
  }
}

function read(reader: (file: Buffer) => unknown, file: Buffer): void {
  try {
    reader(file);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
}

describe("parseLock(bytes, file, folder)", () => {
  it.each([
    ["many files", `version = 1\n${"[[file]]\n".repeat(most / 9)}`],
    ["many keys of a file", `version = 1\n[[file]]\n${keys(most / 12)}`],
    ["a long path", `version = 1\n[[file]]\npath = "${"x/".repeat(most / 2)}"`],
    ["a long list", `version = 1\n[[file]]\nimports = [${'"a",'.repeat(most / 4)}]`],
    ["many open brackets", `a=${"[".repeat(most)}`],
    ["many quotes", '"'.repeat(most)],
    ["many ends of lines", "\n".repeat(most)],
  ])("takes seconds at most for %s", (_what, text) => {
    soon(() => parse(Buffer.from(text)));
  });
});

describe("readElfWiring(file)", () => {
  it.each([
    ["buckets that all lead to one another", buckets((index) => index + 1)],
    ["buckets that all lead to the first symbol", buckets(() => 1)],
    ["names that are all as long as they may be", elfFile({ symbols: names(1000, 60_000) })],
  ])("takes seconds at most for %s", (_what, file) => {
    soon(() => read(readElfWiring, file));
  });

  it("makes of a great many changes of libraries a value or a MalformedError", () => {
    const folder = newFolder();
    const source =
      'int puts(const char *); int table = 3; int value(void) { return puts("") + table; }';
    const files = ["gnu", "sysv"].map((style) =>
      readFileSync(compile(join(folder, `${style}.so`), source, `-Wl,--hash-style=${style}`)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...files), changes, (file, all) => {
        read(readElfWiring, changed(file, all));
      }),
      { numRuns: 50_000 },
    );
  });
});

describe("readWasmWiring(file)", () => {
  it.each([
    ["a section of 2^32 types", section(1, [...u32(2 ** 32 - 1), ...Array(100_000).fill(0x5f)])],
    [
      "types of 10,000 fields",
      section(1, [...u32(1), 0x5f, ...u32(10_001), ...Array(20_002).fill(0x7f)]),
    ],
    ["groups of groups", section(1, [...u32(10), ...Array(100_000).fill(0x4e)])],
  ])("takes seconds at most for %s", (_what, content) => {
    soon(() => read(readWasmWiring, moduleFile(content)));
  });
});

const changes = fc.array(
  fc.tuple(
    fc.nat(),
    fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })),
  ),
  { minLength: 1, maxLength: 12 },
);

function changed(file: Buffer, all: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(file);
  for (const [at, value] of all) copy[(at >> 1) % (at % 2 === 0 ? 3000 : copy.length)] = value; // headers are at the start
  return copy;
}

function keys(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}=1`).join("\n");
}

function buckets(to: (index: number) => number): Buffer {
  const all = Array.from({ length: 300_000 }, (_, index) => index);
  const table = gnuHashTable({ first: 1, buckets: all.map(to), hashes: all.map(() => 0) });
  return elfFile({ table });
}

function names(count: number, length: number) {
  return Array.from({ length: count }, () => ({ name: "x".repeat(length), isDefined: true }));
}
