import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfBuffer, bytesOfFile, MalformedError } from "../src/bytes.js";
import { type Elf, readElf } from "../src/elf.js";
import { thisMachine } from "../src/machine.js";
import { compile, elfFile, newFolder, put } from "./files.js";

const whole = elfFile({ needed: ["liba.so", "libb.so.1"], soname: "libc.so", runpath: "/x:/y" });
const read = (buffer: Buffer) => readElf(bytesOfBuffer(buffer));

const folder = newFolder();
/** Where the dynamic section begins: behind the header and two program headers. */
const ENTRIES_AT = 64 + 2 * 56;

function readFile(path: string): Elf {
  const fd = openSync(path, "r");
  try {
    return readElf(bytesOfFile(fd));
  } finally {
    closeSync(fd);
  }
}

/** Changes bytes of the file. */
function changed(at: number, ...values: number[]): Buffer {
  const copy = Buffer.from(whole);
  copy.set(values, at);
  return copy;
}

describe("readElf(bytes)", () => {
  it("reads what a file says", () => {
    expect(read(whole)).toEqual({
      machine: thisMachine?.elf,
      soname: "libc.so",
      needed: ["liba.so", "libb.so.1"],
      runpath: ["/x", "/y"],
      rpath: [],
    });
  });

  it("reads what the linker wrote, from a descriptor", () => {
    const flags = ["-Wl,-soname,liba.so.7", "-Wl,-rpath,$ORIGIN:/opt/x", "-Wl,--enable-new-dtags"];
    const source = 'int puts(const char *); int value(void) { return puts(""); }';
    const path = compile(join(folder, "liba.so"), source, ...flags);
    const elf = readFile(path);
    expect(elf).toMatchObject({
      machine: thisMachine?.elf,
      soname: "liba.so.7",
      runpath: ["$ORIGIN", "/opt/x"],
    });
    expect(elf.needed).toContainEqual(expect.stringMatching(/^libc\./));
  });

  it("reads an old rpath apart from a runpath", () => {
    expect(read(elfFile({ rpath: "/old" }))).toMatchObject({ rpath: ["/old"], runpath: [] });
  });

  it.each([
    ["an empty file", Buffer.alloc(0), "ELF header"],
    ["a script", Buffer.from("#!/bin/sh\n".repeat(20)), "ELF magic"],
    ["a library of 32 bits", changed(4, 1), "64-bit"],
    ["a big-endian library", changed(5, 2), "little-endian"],
    ["an object file", changed(16, 1), "shared object"],
    ["program headers behind the end", changed(32, 0xff, 0xff), "program headers"],
    ["program headers at 2^64 - 1", changed(32, ...Array(8).fill(0xff)), "program headers"],
    ["65,535 program headers", changed(56, 0xff, 0xff), "Too many"],
    ["no dynamic section", changed(64 + 56, 7), "dynamic section"],
    ["a dynamic section of 2^64 bytes", changed(64 + 56 + 32, ...Array(8).fill(0xff)), "Too long"],
    ["a name at 2^64 - 1", changed(ENTRIES_AT + 8, ...Array(8).fill(0xff)), "string table"],
    ["names at no address", changed(64 + 16, 0, 0, 0xff), "Nothing loaded"],
    ["a name without an end", whole.subarray(0, -1), "name"],
    ["too many folders", elfFile({ runpath: "/a:".repeat(100) }), "folders"],
  ])("refuses %s, in memory and in a file", (_what, buffer, reason) => {
    expect(() => read(buffer)).toThrow(MalformedError);
    expect(() => read(buffer)).toThrow(reason);
    expect(() => readFile(put(join(folder, "broken.so"), buffer))).toThrow(MalformedError);
  });

  it("takes the last of what is there twice, as the loader does", () => {
    const both = elfFile({ rpath: "/first", runpath: "/last" });
    both.writeBigUInt64LE(29n, ENTRIES_AT); // the rpath is a second runpath
    expect(read(both).runpath).toEqual(["/last"]);
    const names = elfFile({ soname: "x", runpath: "/y" });
    names.writeBigUInt64LE(5n, ENTRIES_AT); // the soname is a second table of names
    expect(read(names).runpath).toEqual(["/y"]);
  });

  it("makes a value or a MalformedError of any bytes, random or cut or changed", () => {
    const settle = (buffer: Buffer) => {
      try {
        read(buffer);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
      }
    };
    const real = readFileSync(process.execPath).subarray(0, 100_000);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => settle(Buffer.from(bytes))),
    );
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1 }),
        fc.nat(),
        fc.boolean(),
        (changes, cut, isReal) => {
          const copy = Buffer.from(isReal ? real.subarray(0, 2000) : whole);
          for (const [at, value] of changes) copy[at % copy.length] = value;
          settle(cut % 3 === 0 ? copy.subarray(0, cut % copy.length) : copy);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
