import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfBuffer, MalformedError } from "../src/bytes.js";
import { readLoaderCache } from "../src/loader-cache.js";
import { thisMachine } from "../src/machine.js";
import { cacheFile } from "./files.js";

const flags = thisMachine?.cacheFlags ?? 0;
const read = (buffer: Buffer) => readLoaderCache(bytesOfBuffer(buffer), flags);
const whole = cacheFile([
  { name: "liba.so", path: "/lib/liba.so" },
  { name: "libb.so", path: "/lib/libb.so" },
]);

/** As glibc before 2.32 wrote it: the old form, and the new one behind it. */
function behindOldForm(cache: Buffer): Buffer {
  const old = Buffer.alloc(16 + 3 * 12 + 4); // the new form begins at a multiple of 8
  old.write("ld.so-1.7.0", "latin1");
  old.writeUInt32LE(3, 12);
  return Buffer.concat([old, cache]);
}

const ldconfig = ["/sbin/ldconfig", "/usr/sbin/ldconfig"].find((path) => existsSync(path));
const hasCache = ldconfig !== undefined && existsSync("/etc/ld.so.cache");

describe("readLoaderCache(bytes, flags)", () => {
  it("reads names and paths", () => {
    expect([...read(whole)]).toEqual([
      ["liba.so", "/lib/liba.so"],
      ["libb.so", "/lib/libb.so"],
    ]);
  });

  it("reads a cache that lies behind one of the old form", () => {
    expect(read(behindOldForm(whole))).toEqual(read(whole));
  });

  it("passes over other machines' libraries and variants for some processors", () => {
    const cache = cacheFile([
      { name: "liba.so", path: "/lib32/liba.so", flags: 3 },
      { name: "liba.so", path: "/lib/glibc-hwcaps/x86-64-v3/liba.so", hwcap: 1n << 62n },
      { name: "liba.so", path: "/lib/liba.so" },
      { name: "liba.so", path: "/later/liba.so" },
    ]);
    expect([...read(cache)]).toEqual([["liba.so", "/lib/liba.so"]]);
  });

  it.skipIf(!hasCache)("reads this machine's as ldconfig does (skipped without ldconfig)", () => {
    const listed = execFileSync(ldconfig as string, ["-p"], { encoding: "utf8" });
    const lines = listed.matchAll(/^\t(\S+) \(libc6,(?:x86-64|AArch64)\) => (.*)$/gm);
    const expected = new Map<string, string>();
    for (const [, name = "", path = ""] of lines) if (!expected.has(name)) expected.set(name, path);
    const cache = read(readFileSync("/etc/ld.so.cache"));
    expect(expected.size).toBeGreaterThan(0);
    expect(Object.fromEntries(cache)).toEqual(Object.fromEntries(expected));
  });

  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["another file", Buffer.alloc(100, "x")],
    ["more entries than bytes", Buffer.concat([whole.subarray(0, 20), Buffer.alloc(60, 0xff)])],
    ["a string without an end", whole.subarray(0, -1)],
    ["an old form without a new one", behindOldForm(Buffer.alloc(0))],
  ])("refuses %s", (_what, buffer) => {
    expect(() => read(buffer)).toThrow(MalformedError);
  });

  it("makes a value or a MalformedError of any bytes, random or cut or changed", () => {
    const settle = (buffer: Buffer) => {
      try {
        read(buffer);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedError);
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => settle(Buffer.from(bytes))),
    );
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1 }),
        fc.nat(),
        fc.boolean(),
        (changes, cut, isOld) => {
          const copy = isOld ? behindOldForm(whole) : Buffer.from(whole);
          for (const [at, value] of changes) copy[at % copy.length] = value;
          settle(cut % 3 === 0 ? copy.subarray(0, cut % copy.length) : copy);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
