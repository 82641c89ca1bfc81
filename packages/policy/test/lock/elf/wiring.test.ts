import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ElfWiring, readElfWiring } from "../../../src/lock/elf/wiring.ts";
import { MalformedError } from "../../../src/lock/malformed.ts";
import { compile, newFolder } from "../files.ts";
import { BASE, elfFile, gnuHashTable, segment } from "./elf-file.ts";

const folder = newFolder();
const source = `
  int puts(const char *);
  extern int errors __attribute__((weak));
  static int secret(void) { return 1; }
  int table = 4;
  __attribute__((visibility("hidden"))) int inner(void) { return 2; }
  int value(void) { return puts("") + (&errors ? errors : 0) + secret() + inner(); }
`;

/** As binutils read it. */
function nm(path: string, flag: string): readonly string[] {
  const args = ["-D", flag, "--without-symbol-versions", "-j", path];
  return sorted(execFileSync("nm", args).toString().split("\n").filter(Boolean));
}

const sorted = (names: readonly string[]) => [...new Set(names)].sort();

const whole = elfFile({
  soname: "liba.so.1",
  needed: ["libc.so.6", "libm.so.6"],
  runpath: "$ORIGIN:/opt/x",
  symbols: [
    { name: "malloc", isDefined: false },
    { name: "parse", isDefined: true },
    { name: "own", isDefined: true, isLocal: true },
  ],
});

/** Where things are in `whole`. */
const [SEGMENTS, DYNAMIC] = [64, 64 + 2 * 56];
const entryAt = (tag: number) => {
  for (let at = DYNAMIC; ; at += 16) if (whole.readBigUInt64LE(at) === BigInt(tag)) return at;
};

function changed(at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(whole);
  copy.set(values, at);
  return copy;
}

describe("readElfWiring(file)", () => {
  it("reads what a file takes from others and gives them", () => {
    expect(readElfWiring(whole)).toEqual<ElfWiring>({
      soname: "liba.so.1",
      needed: ["libc.so.6", "libm.so.6"],
      runpath: "$ORIGIN:/opt/x",
      imports: ["malloc"],
      exports: ["parse"],
    });
  });

  it.each(["gnu", "sysv", "both"])("finds the symbols that nm finds, by a table of %s", (style) => {
    const path = compile(join(folder, `${style}.so`), source, `-Wl,--hash-style=${style}`);
    const wiring = readElfWiring(readFileSync(path));
    expect(wiring.imports).toEqual(expect.arrayContaining(["puts", "errors"]));
    expect(sorted(wiring.imports)).toEqual(nm(path, "-u"));
    expect(sorted(wiring.exports)).toEqual(nm(path, "--defined-only"));
    expect(sorted(wiring.exports)).toEqual(["table", "value"]);
  });

  it("reads a library without any exports", () => {
    const path = compile(join(folder, "none.so"), "static int x; int puts(const char *);", "-s");
    expect(readElfWiring(readFileSync(path)).exports).toEqual([]);
  });

  it("takes symbols from where they will be loaded, not from where a header says that they are", () => {
    const copy = Buffer.from(whole);
    copy.writeBigUInt64LE(0n, SEGMENTS + 56 + 8); // the dynamic section's place in the file
    expect(readElfWiring(copy)).toEqual(readElfWiring(whole));
  });

  it("takes the last of what is there twice, as the loader does", () => {
    const copy = Buffer.from(whole);
    copy.writeBigUInt64LE(14n, entryAt(1)); // the first that is needed is another soname, and before the other
    expect(readElfWiring(copy).soname).toBe("liba.so.1");
  });

  it("reads an old runpath where there is no new one", () => {
    expect(readElfWiring(elfFile({ rpath: "/old" })).runpath).toBe("/old");
    expect(readElfWiring(elfFile({ rpath: "/old", runpath: "/new" })).runpath).toBe("/new");
  });

  it.each([
    ["an empty file", Buffer.alloc(0), "ELF header"],
    ["a script", Buffer.from("#!/bin/sh\n".repeat(20)), "ELF magic"],
    ["a library of 32 bits", changed(4, 1), "64-bit"],
    ["a big-endian library", changed(5, 2), "little-endian"],
    ["an object file", changed(16, 1), "shared object"],
    ["program headers behind the end", changed(32, 0xff, 0xff), "program headers"],
    ["program headers at 2^64 - 1", changed(32, ...Array(8).fill(0xff)), "program headers"],
    ["65,535 program headers", changed(56, 0xff, 0xff), "Too many program headers"],
    ["a segment behind the end of the file", changed(SEGMENTS + 32, 0xff, 0xff), "No segment"],
    ["a segment at 2^64 - 1", changed(SEGMENTS + 16, ...Array(8).fill(0xff)), "out of order"],
    ["no dynamic section", changed(SEGMENTS + 56, 7), "No dynamic section"],
    ["a dynamic section at no address", changed(SEGMENTS + 56 + 16, 0, 0, 9), "dynamic section"],
    ["no end of the dynamic section", Buffer.from(whole).fill(1, DYNAMIC), "end of dynamic"],
    ["no table of names", changed(entryAt(5), 0x55), "No names"],
    [
      "a table of names longer than the file",
      changed(entryAt(10) + 8, 0xff, 0xff),
      "table of names",
    ],
    ["no symbols", changed(entryAt(6), 0x55), "No symbols"],
    ["symbols at no address", changed(entryAt(6) + 8, 0, 0, 9), "symbols"],
    ["relocations longer than the file", changed(entryAt(8) + 8, 0xff, 0xff), "relocations"],
    ["a name outside of the table", changed(entryAt(14) + 8, 0xff, 0xff), "end of a name"],
    ["a name without an end", changed(whole.length - 1, 0x61), "end of a name"],
    ["a name that is no UTF-8", changed(whole.length - 2, 0xff), "UTF-8"],
    ["a relocation of a symbol behind the end", elfFile({ relocated: [9999] }), "No symbol"],
    ["a bucket before the first symbol", bucket({ first: 5, buckets: [4], hashes: [] }), "bucket"],
    ["a bucket behind the end", bucket({ first: 1, buckets: [2 ** 31], hashes: [] }), "hash table"],
    ["more buckets than bytes", bucketCount(2 ** 32 - 1), "hash table"],
    ["an old table of 2^32 symbols", oldCount(2 ** 32 - 1), "Too many symbols"],
  ])("refuses %s", (_what, file, reason) => {
    expect(() => readElfWiring(file)).toThrow(MalformedError);
    expect(() => readElfWiring(file)).toThrow(reason);
  });

  it("refuses segments that lie over one another: the loader would read the later one", () => {
    const copy = Buffer.from(whole);
    segment(1, 0, BASE, whole.length).copy(copy, SEGMENTS + 56);
    expect(() => readElfWiring(copy)).toThrow("out of order");
  });

  it("does not walk a bucket's symbols once for each bucket that leads to them", () => {
    const count = 200_000;
    const file = elfFile({
      symbols: [{ name: "x", isDefined: true }],
      table: gnuHashTable({
        first: 1,
        buckets: Array(count).fill(1),
        hashes: Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : 0)),
      }),
    });
    const start = performance.now();
    expect(() => readElfWiring(file)).toThrow("No symbol");
    expect(performance.now() - start).toBeLessThan(20_000); // 40 billion steps otherwise
  });

  it("does not make more text of names that overlap than there may be", () => {
    const name = "n".repeat(60_000);
    const symbols = [{ name, isDefined: true }];
    const copies = 1500;
    const file = elfFile({
      symbols: [...symbols, ...Array(copies).fill({ name: "", isDefined: true })],
    });
    // every symbol has the first one's name
    const at = symbolsAt(file);
    for (let index = 2; index < copies + 2; index++)
      file.copy(file, at + index * 24, at + 24, at + 28);
    expect(() => readElfWiring(file)).toThrow("Too many names");
  });

  it("reads back what a file was made of", () => {
    const name = fc
      .string({ minLength: 1, unit: "grapheme" })
      .filter((text) => !text.includes("\0"));
    const symbols = fc
      .array(fc.record({ name, isDefined: fc.boolean(), isLocal: fc.boolean() }))
      .map((all) => [...all].sort((one, other) => Number(one.isDefined) - Number(other.isDefined)));
    const parts = fc.record({
      symbols,
      needed: fc.array(name),
      hash: fc.constantFrom("gnu", "old"),
    });
    fc.assert(
      fc.property(parts, ({ symbols, ...rest }) => {
        expect(readElfWiring(elfFile({ symbols, ...rest }))).toEqual({
          soname: undefined,
          runpath: undefined,
          needed: rest.needed,
          imports: symbols.filter(({ isDefined }) => !isDefined).map(({ name }) => name),
          exports: symbols
            .filter(({ isDefined, isLocal }) => isDefined && !isLocal)
            .map(({ name }) => name),
        });
      }),
    );
  });

  it("makes of any bytes a value or a MalformedError, soon", () => {
    const real = readFileSync(compile(join(folder, "real.so"), source));
    fc.assert(
      fc.property(
        fc.constantFrom(
          whole,
          real,
          elfFile({ hash: "old", symbols: [{ name: "x", isDefined: true }] }),
        ),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { maxLength: 8 }),
        fc.option(fc.nat(), { nil: undefined, freq: 8 }),
        (base, changes, cut) => {
          const copy = Buffer.from(base);
          // most of it lies at the start
          for (const [at, value] of changes) copy[at % Math.min(copy.length, 4096)] = value;
          settle(cut === undefined ? copy : copy.subarray(0, cut % copy.length));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function settle(file: Buffer): void {
  try {
    readElfWiring(file);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    expect(error.message).toMatch(/ at byte \d+/);
  }
}

function bucket(parts: Parameters<typeof gnuHashTable>[0]): Buffer {
  return elfFile({ table: gnuHashTable(parts) });
}

function bucketCount(count: number): Buffer {
  const table = gnuHashTable({ first: 1, buckets: [0], hashes: [] });
  table.writeUInt32LE(count, 0);
  return elfFile({ table });
}

function oldCount(count: number): Buffer {
  const table = Buffer.alloc(8);
  table.writeUInt32LE(count, 4);
  return elfFile({ hash: "old", table });
}

function symbolsAt(file: Buffer): number {
  for (let at = DYNAMIC; ; at += 16) {
    if (file.readBigUInt64LE(at) === 6n) return Number(file.readBigUInt64LE(at + 8)) - BASE;
  }
}
