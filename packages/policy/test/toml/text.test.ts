import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readText } from "../../src/toml/text.ts";

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))),
  );

describe("readText(bytes)", () => {
  it("gives UTF-8 as text, without a byte order mark", () => {
    expect(readText(bytes("é = 1"))).toEqual({ text: "é = 1" });
    expect(readText(bytes("\u{FEFF}a = 1"))).toEqual({ text: "a = 1" });
    expect(readText("\u{FEFF}a = 1")).toEqual({ text: "a = 1" });
    expect(readText(bytes("a\u{FEFF}"))).toEqual({ text: "a\u{FEFF}" });
  });

  it.each([
    ["a byte that begins no character", bytes("a = 1\nb é ", 0xff, " c"), 2, 5, "the byte 0xff"],
    ["the end of a character without its start", bytes("a", 0x80), 1, 2, "the byte 0x80"],
    ["a character that breaks off", bytes("a\n", 0xe2, 0x82, "b"), 2, 1, "the byte 0xe2"],
    ["a character that the file breaks off", bytes("ab", 0xf0, 0x9f, 0x98), 1, 3, "the byte 0xf0"],
    ["a character that is too long", bytes(0xc0, 0xaf), 1, 1, "the byte 0xc0"],
    ["half of a character at the end", bytes("ab", 0xef, 0xbf), 1, 3, "the byte 0xef"],
    ["half of a pair", bytes("x", 0xed, 0xa0, 0x80), 1, 2, "the byte 0xed"],
    ["UTF-16", Buffer.from("\u{FEFF}a = 1", "utf16le"), 1, 1, "the byte 0xff"],
    ["what is behind a byte order mark", bytes("\u{FEFF}a", 0xff), 1, 2, "the byte 0xff"],
  ])("tells where %s is", (_what, given, line, column, got) => {
    expect(readText(given)).toMatchObject({
      problem: { place: { line, column, length: 1 }, expected: expect.stringContaining(got) },
    });
  });

  it("finds half of a pair in a text, which could not be hashed as it is", () => {
    expect(readText("a\nb\ud800c")).toMatchObject({ problem: { place: { line: 2, column: 2 } } });
  });

  it("takes exactly what can be written back as the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (given) => {
        const read = readText(given);
        const same = Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(given));
        expect("problem" in read).toBe(Buffer.compare(same, given) !== 0);
        if ("problem" in read) expect(read.problem.expected).toMatch(/the byte 0x[89a-f][0-9a-f];/);
      }),
      { numRuns: 2000 },
    );
  });
});
