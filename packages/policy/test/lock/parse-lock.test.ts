import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LockError } from "../../src/lock/lock-error.ts";
import { lockText } from "../../src/lock/lock-text.ts";
import { parseLock } from "../../src/lock/parse-lock.ts";
import { entries, lockOf } from "./arbitrary.ts";

const digest = "a".repeat(64);
const whole = `version = 1

[[file]]
path = "libs/liba.so"
kind = "library"
sha256 = "${digest}"
size = 12
soname = "liba.so.1"
needed = [ "libc.so.6" ]
imports = []
exports = { count = 5000, sha256 = "${digest}" }

[[file]]
path = "b.wasm"
kind = "wasm"
sha256 = "${digest}"
size = 8
imports = [ "env.log: func(i32)" ]
exports = []
`;

const parse = (text: string | Uint8Array) => parseLock(Buffer.from(text), "x.lock", "/folder");

function problemOf(text: string | Uint8Array): LockError {
  try {
    parse(text);
  } catch (error) {
    if ((error as LockError).code === "ERR_POLICY_LOCK") return error as LockError;
    throw error;
  }
  throw new Error("no problem");
}

describe("parseLock(bytes, file, folder)", () => {
  it("reads what files are to be", () => {
    const lock = parse(whole);
    expect([...lock.entries.keys()]).toEqual(["b.wasm", "libs/liba.so"]);
    expect(lock.entries.get("libs/liba.so")).toEqual({
      path: "libs/liba.so",
      kind: "library",
      sha256: digest,
      size: 12,
      soname: "liba.so.1",
      needed: ["libc.so.6"],
      imports: [],
      exports: { count: 5000, sha256: digest },
    });
  });

  it("reads back what was written, whatever names there are", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const text = lockText(lockOf(all));
        expect(parse(text).entries).toEqual(all);
        expect(lockText(parse(text))).toBe(text);
      }),
    );
  });

  it("reads a lock of nothing", () => {
    expect(parse("version = 1").entries.size).toBe(0);
  });

  it("says in which line an entry begins", () => {
    const lock = parse(lockText(parse(whole)));
    const text = lockText(lock).split("\n");
    for (const path of lock.entries.keys()) {
      expect(text[(lock.lineOf(path) as number) - 1]).toBe(`path = "${path}"`);
    }
    expect(lock.lineOf("elsewhere.so")).toBe(null);
  });

  it.each([
    ["no TOML", whole.replace("size = 12", "size = = 12"), 7, "no TOML"],
    ["a conflict of a merge", whole.replace("size = 12", "<<<<<<< HEAD"), 7, "no TOML"],
    ["no UTF-8", Buffer.from(whole.replace("libc", "\xff"), "latin1"), 9, "UTF-8"],
    ["a key that means something to JavaScript", `${whole}__proto__ = 1`, 20, "another name"],
    ["no version", whole.replace("version = 1", ""), null, "missing key `version`"],
    ["another version", whole.replace("version = 1", "version = 2"), 1, "expected 1"],
    [
      "an unknown key",
      whole.replace("size = 12", "size = 12\nblob = 1"),
      8,
      "unknown key `file[0].blob`",
    ],
    ["an unknown kind", whole.replace('"library"', '"program"'), 5, '"library", "addon" or "wasm"'],
    [
      "a wasm module with a soname",
      whole.replace("size = 8", 'size = 8\nsoname = "x"'),
      18,
      "unknown key",
    ],
    ["a short digest", whole.replace(digest, "abc"), 6, "64 hexadecimal digits"],
    ["a digest in upper case", whole.replace(digest, "A".repeat(64)), 6, "lower case"],
    ["a size below zero", whole.replace("size = 12", "size = -1"), 7, "number of bytes"],
    ["a size that is no number", whole.replace("size = 12", "size = 1.5"), 7, "number of bytes"],
    ["no size", whole.replace("size = 12", ""), 3, "missing key `file[0].size`"],
    ["imports that are no list", whole.replace("imports = []", 'imports = "x"'), 10, "a list"],
    ["imports of numbers", whole.replace("imports = []", "imports = [1]"), 10, "a list"],
    [
      "a digest of names with more",
      whole.replace("count = 5000", "count = 5000, x = 1"),
      11,
      "count",
    ],
    [
      "a path that climbs",
      whole.replace("libs/liba.so", "libs/../liba.so"),
      4,
      "without `.`, `..`",
    ],
    ["a path from above", whole.replace("libs/liba.so", "../liba.so"), 4, "without `.`, `..`"],
    ["a path with a NUL", whole.replace("libs/liba.so", "libs\\u0000"), 4, "path"],
    ["an empty path", whole.replace("libs/liba.so", ""), 4, "path"],
    ["a file twice", whole.replace("libs/liba.so", "b.wasm"), 14, "a file once more"],
    ["a file that is no table", "version = 1\nfile = 3", 2, "tables [[file]]"],
  ])("refuses %s", (_what, text, line, reason) => {
    const { message, problem } = problemOf(text);
    expect(problem).toBe("lock");
    expect(message).toMatch(line === null ? /^x\.lock: / : new RegExp(`^x\\.lock:${line}:`));
    expect(message).toContain(reason);
    expect(message).toContain("Run `cofferdam lock` to make it anew");
  });

  it("does not ask for 10,001 files", () => {
    const file = "[[file]]\n";
    expect(problemOf(`version = 1\n${file.repeat(10_001)}`).message).toContain("10000");
  });

  it("makes of any bytes a lock or ERR_POLICY_LOCK", () => {
    const base = Buffer.from(whole);
    const change = fc.tuple(
      fc.nat(base.length),
      fc.nat(20),
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 5 }),
        fc.constantFrom("\n", "[[file]]\n", '"', "="),
      ),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
        let bytes = base;
        for (const [at, length, text] of changes) {
          const rest = bytes.subarray(Math.min(at + length, bytes.length));
          bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(text), rest]);
        }
        settle(bytes);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), settle));
  });
});

function settle(bytes: Uint8Array): void {
  try {
    parse(bytes);
  } catch (error) {
    const { code, message } = error as LockError;
    if (code !== "ERR_POLICY_LOCK") throw error;
    expect(message.replace(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
}
