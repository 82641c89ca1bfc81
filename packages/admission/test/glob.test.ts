import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesGlob, parseGlob } from "../src/glob.js";

const matches = (pattern: string, path: string, folder = "/srv") =>
  matchesGlob(parseGlob(pattern, folder), path);

describe("matchesGlob(pattern, path)", () => {
  it.each([
    ["/libs/a.so", "/libs/a.so"],
    ["/libs/*.so", "/libs/a.so"],
    ["/libs/*.so", "/libs/.so"],
    ["/libs/*", "/libs/.hidden"],
    ["/libs/lib?.so", "/libs/liba.so"],
    ["/libs/lib?.so", "/libs/lib😀.so"],
    ["/libs/*.so.[0-9]", "/libs/a.so.7"],
    ["/libs/[ab-]", "/libs/-"],
    ["/libs/[-a]", "/libs/-"],
    ["/libs/[*].so", "/libs/*.so"],
    ["/libs/[[]a]", "/libs/[a]"],
    ["/libs/**", "/libs/a"],
    ["/libs/**", "/libs/a/b/c"],
    ["/libs/**/a.so", "/libs/a.so"],
    ["/libs/**/a.so", "/libs/x/y/a.so"],
    ["/**/x/**/a.so", "/x/y/x/z/a.so"],
    ["/**", "/a"],
    ["//libs///.//a.so", "/libs/a.so"],
    ["./libs/*.so", "/srv/libs/a.so"],
    ["libs/*.so", "/srv/libs/a.so"],
    ["**/a.so", "/srv/a.so"],
  ])("%s matches %s", (pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  it.each([
    ["is anchored at both ends", "/libs/a", "/libs/a.so"],
    ["is anchored at its beginning", "/libs/a.so", "/x/libs/a.so"],
    ["keeps `*` within a component", "/libs/*.so", "/libs/x/a.so"],
    ["keeps `?` within a component", "/libs?a.so", "/libs/a.so"],
    ["wants a character for `?`", "/libs/a?", "/libs/a"],
    ["minds case", "/libs/*.so", "/libs/a.SO"],
    ["minds case in sets", "/libs/[a-z]", "/libs/A"],
    ["wants whole components around `**`", "/libs/**/a.so", "/libs/xa.so"],
    ["takes no folder for its namesake with more behind", "/libs/**", "/libs2/a.so"],
    ["begins a relative pattern at its folder", "libs/*.so", "/libs/a.so"],
    ["does not take one code point for two (NFC, NFD)", "/libs/\u00e9.so", "/libs/e\u0301.so"],
    ["does not take two code points for one (NFD, NFC)", "/libs/e\u0301.so", "/libs/\u00e9.so"],
    ["does not take a look-alike (Cyrillic а)", "/libs/a.so", "/libs/\u0430.so"],
    ["does not take a look-alike of the slash", "/libs/a.so", "/libs\u2215a.so"],
    ["does not take a full-width dot", "/libs/a.so", "/libs/a\uff0eso"],
  ])("%s", (_claim, pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it("takes nothing in the folder's own name for a pattern", () => {
    expect(matches("a.so", "/x/a.so", "/*")).toBe(false);
    expect(matches("a.so", "/[x]/a.so", "/[x]")).toBe(true);
  });

  it("ends on patterns that make others backtrack for ever", () => {
    const stars = "*a".repeat(1500);
    expect(matches(`/${stars}b`, `/${"a".repeat(4000)}`)).toBe(false);
    expect(matches(`/${"**/a/".repeat(600)}b`, "/a".repeat(2000))).toBe(false);
    expect(matches(`/${"**/*a*/".repeat(500)}b`, "/aa".repeat(1300))).toBe(false);
  });

  it("matches as a slow and simple matcher does", () => {
    const component = fc.constantFrom("*", "**", "a", "b", "a*", "*b", "?", "[ab]", "a*b*");
    const name = fc.stringMatching(/^[ab]{1,4}$/);
    fc.assert(
      fc.property(
        fc.array(component, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (pattern, path) => {
          expect(matches(`/${pattern.join("/")}`, `/${path.join("/")}`)).toBe(slow(pattern, path));
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** By definition: `**` takes nothing, or a component and itself again. */
function slow([first, ...rest]: readonly string[], path: readonly string[]): boolean {
  if (first === undefined) return path.length === 0;
  const [name, ...names] = path;
  if (first === "**")
    return slow(rest, path) || (name !== undefined && slow([first, ...rest], names));
  if (name === undefined) return false;
  const source = first.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name) && slow(rest, names);
}

describe("parseGlob(pattern, folder)", () => {
  it.each([
    ["", "empty"],
    ["/a\0b", "NUL"],
    ["/a/../b", "`..`"],
    ["..", "`..`"],
    ["/libs/", "slash"],
    ["/libs/**.so", "`**`"],
    ["/libs/a**", "`**`"],
    ["/libs/***", "`**`"],
    ["/libs/{a,b}.so", "[{]"],
    ["/libs/a}.so", "[}]"],
    ["/libs/\\*.so", "[\\]"],
    ["/libs/[!a].so", "[!"],
    ["/libs/[^a].so", "[^"],
    ["/libs/[].so", "[]"],
    ["/libs/[z-a].so", "`z-a`, which nothing matches; swap"],
    ["/libs/[z\u202e-a].so", "`\\u{202e}-a`, which nothing matches"],
    ["/libs/[a/b].so", "[[]"],
    ["/libs/[a.so", "[[]"],
  ])("refuses %j", (pattern, reason) => {
    const parse = () => parseGlob(pattern, "/srv");
    expect(parse).toThrow(SyntaxError);
    expect(parse).toThrow(reason);
  });

  it("refuses a pattern that is longer than a path can be", () => {
    expect(() => parseGlob("a".repeat(5000), "/srv")).toThrow("longer");
  });

  it("makes a pattern of any text, or says what is wrong with it", () => {
    const text = fc.string({ unit: fc.constantFrom(..."*?[]{}\\!^-/.ab\0é") });
    fc.assert(
      fc.property(text, (pattern) => {
        try {
          matches(pattern, "/srv/a/b");
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
