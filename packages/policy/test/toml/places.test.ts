import fc from "fast-check";
import { parse } from "smol-toml";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { describe, expect, it } from "vitest";
import type { KeyPath } from "../../src/toml/key-text.ts";
import { parseToml } from "../../src/toml/parse.ts";
import { linesOf, type Place } from "../../src/toml/place.ts";
import { lazyPlaces } from "../../src/toml/places.ts";
import { tomlText } from "./arbitrary.ts";

describe("lazyPlaces(text)", () => {
  it.each([
    ["a key and its value", "a = 1", ["a"], "a", "1"],
    ["a dotted key", "a . b = 1", ["a", "b"], "b", "1"],
    ["the tables that a dotted key makes", "a.b = 1", ["a"], "a", "a"],
    ["a table", "[a.b]", ["a", "b"], "b", "a.b"],
    ["the tables above a table", "[a.b]", ["a"], "a", "a"],
    ["a table whose own header comes later", "[a.b]\n[a]", ["a"], "a", "a"],
    ["a key of an inline table", "a = { b = 'x' }", ["a", "b"], "b", "'x'"],
    ["an element of a list", "a = [1, [22, 3]]", ["a", 1, 0], "22", "22"],
    ["a table of a list", "[[a]]\n[[a]]", ["a", 1], "a", "a"],
    ["a table in a table of a list", "[[a]]\n[[a]]\n[a.b]\nc = 1", ["a", 1, "b", "c"], "c", "1"],
    ["a name in quotes", "['a b'.\"c.d\"]", ["a b", "c.d"], '"c.d"', "'a b'.\"c.d\""],
    ["what is behind wide characters", '"😀" = "é" # 😀', ["😀"], '"😀"', '"é"'],
    ["a text of several lines by its first", 'a = """b\nc"""', ["a"], "a", '"""b'],
  ] as const)("finds %s", (_what, text, path, key, value) => {
    const places = lazyPlaces(text);
    expect(at(text, places.key(path as KeyPath))).toBe(key);
    expect(at(text, places.value(path as KeyPath))).toBe(value);
  });

  it("counts lines and columns from 1, columns in code points", () => {
    const text = '# é\r\n[a]\r\n"😀" = "x" # y\r\n';
    expect(lazyPlaces(text).value(["a", "😀"])).toEqual({ line: 3, column: 7, length: 3 });
  });

  it("knows no place of what is not written", () => {
    const places = lazyPlaces("a = [1]");
    expect(places.key(["b"])).toBeNull();
    expect(places.key(["a", 1])).toBeNull();
    expect(places.value(["a", 0, "b"])).toBeNull();
  });

  it("says nothing, rather than fail, where its parser gives up", () => {
    const text = `a = "${"x".repeat(1_000_000)}"`;
    expect(() => parseTOML(text)).toThrow(RangeError);
    expect(lazyPlaces(text).key(["a"])).toBeNull();
  });

  it("reads of random documents the same values as the parser that they are taken from", () => {
    let read = 0;
    fc.assert(
      fc.property(tomlText, (text) => {
        const values = valuesOf(text);
        if (values === undefined) return;
        read++;
        const others = getStaticTOMLValue(parseTOML(text, { tomlVersion: "1.1" }));
        expect(plain(others)).toEqual(plain(values));
      }),
      { numRuns: 400 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it("finds each value of a random document where its text is", () => {
    fc.assert(
      fc.property(tomlText, (text) => {
        const places = lazyPlaces(text);
        for (const [path, value] of leaves(valuesOf(text) ?? {}, [])) {
          const source = at(text, places.value(path)) as string;
          if (isInOneLine(source)) expect(plain(parse(`x = ${source}`).x)).toEqual(plain(value));
        }
      }),
      { numRuns: 200 },
    );
  });
});

function valuesOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseToml(text);
  return "values" in parsed ? parsed.values : undefined;
}

function at(text: string, place: Place | null): string | null {
  if (place === null) return null;
  const line = [...(linesOf(text)[place.line - 1] as string)];
  return line.slice(place.column - 1, place.column - 1 + place.length).join("");
}

/** Texts, numbers and so on, and what is empty. */
function* leaves(value: unknown, path: KeyPath): Generator<readonly [KeyPath, unknown]> {
  if (typeof value !== "object" || value === null || value instanceof Date) yield [path, value];
  else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* leaves(each, [...path, index]);
  } else {
    for (const [name, each] of Object.entries(value)) yield* leaves(each, [...path, name]);
  }
}

function isInOneLine(source: string): boolean {
  return !/^("""|''')/.test(source) || source.length > 5;
}

/** Without prototypes; dates as moments, -0 as 0; ends of lines as TOML lets parsers make them. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  }
  if (typeof value === "string") return value.replaceAll("\r\n", "\n");
  return value === 0 ? 0 : value;
}
