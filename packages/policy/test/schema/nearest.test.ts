import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceOf, nearest } from "../../src/schema/nearest.ts";

describe("nearest(word, known)", () => {
  it.each([
    ["allowd_libs", "allowed_libs"],
    ["alowed_lib", "allowed_libs"],
    ["allowedLibs", "allowed_libs"],
    ["ALLOWED_LIBS", "allowed_libs"],
    ["eanbled", "enabled"],
    ["sizes", "size"],
  ])("takes %s for %s", (word, meant) => {
    expect(nearest(word, ["enabled", "size", "allowed_libs", "call_timeout"])).toBe(meant);
  });

  it.each(["depth", "xyz", "", "allowed", "z".repeat(100_000)])(
    "takes %.10s for nothing",
    (word) => {
      expect(nearest(word, ["enabled", "size", "allowed_libs", "call_timeout"])).toBeUndefined();
    },
  );

  it("takes the first of those that are equally near", () => {
    expect(nearest("ax", ["ab", "ac"])).toBe("ab");
  });
});

describe("distanceOf(from, to)", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

  it.each([
    ["", "abc", 3],
    ["abc", "abd", 1],
    ["abc", "acb", 1],
    ["abc", "ab", 1],
    ["ca", "abc", 3],
  ])("of %j and %j is %i", (from, to, distance) => {
    expect(distanceOf(from, to)).toBe(distance);
  });

  it("is 0 for the same, the same both ways, and no more than the longer word", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = distanceOf(one, other);
        expect(distance === 0).toBe(one === other);
        expect(distanceOf(other, one)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
      }),
    );
  });

  it("is 1 after one letter is left out, added, exchanged or swapped with the next", () => {
    fc.assert(
      fc.property(
        word,
        fc.nat(7),
        fc.constantFrom("drop", "add", "swap"),
        (text, where, change) => {
          const at = where % Math.max(1, text.length);
          const [before, letter = "", next = ""] = [text.slice(0, at), text[at], text[at + 1]];
          const changed = {
            drop: before + text.slice(at + 1),
            add: `${before}x${text.slice(at)}`,
            swap: before + next + letter + text.slice(at + 2),
          }[change];
          expect(distanceOf(text, changed)).toBe(changed === text ? 0 : 1);
        },
      ),
    );
  });
});
