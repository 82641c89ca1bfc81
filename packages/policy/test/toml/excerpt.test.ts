import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt } from "../../src/toml/excerpt.ts";
import { MAX_SHOWN_LINE } from "../../src/toml/limits.ts";

describe("excerpt(source, place, note)", () => {
  it("has the line, and a caret under what is meant", () => {
    expect(excerpt("size = 1", { line: 12, column: 8, length: 1 }, "expected more")).toBe(
      ["  12 | size = 1", "     |        ^ expected more"].join("\n"),
    );
  });

  it("keeps tabs, so that the caret stands where they lead", () => {
    const [, caret] = excerpt("\ta\t= 1", { line: 1, column: 6, length: 1 }, "").split("\n");
    expect(caret).toBe("    | \t \t  ^ ");
  });

  it("shows nothing that would move the cursor or turn the text around", () => {
    const text = excerpt("a\u001b[2J\u202e\r\u2028b", { line: 1, column: 1, length: 1 }, "");
    expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  });

  it("has of a long line what is around the caret", () => {
    const source = `${"a".repeat(5000)}X${"b".repeat(5000)}`;
    const [line = "", caret = ""] = excerpt(source, { line: 1, column: 5001, length: 9 }, "").split(
      "\n",
    );
    expect(line.length).toBeLessThan(MAX_SHOWN_LINE + 20);
    expect(line).toMatch(/\| …a+Xb+…$/);
    expect(line.indexOf("X")).toBe(caret.indexOf("^"));
  });

  it("has the caret under the same character, wherever that is", () => {
    const line = fc.string({
      unit: fc.constantFrom("a", "é", "😀", "\t", "b"),
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(line, fc.nat(), fc.integer({ min: 1, max: 500 }), (source, at, length) => {
        const characters = [...source];
        const index = at % characters.length;
        const [shown = "", caret = ""] = excerpt(
          source,
          { line: 3, column: index + 1, length },
          "",
        ).split("\n");
        expect([...shown][[...caret].indexOf("^")]).toBe(characters[index]);
        expect([...caret].length).toBeLessThanOrEqual([...shown].length + 1);
      }),
    );
  });
});
