import { describe, expect, it } from "vitest";
import { matchesName } from "../../src/decide/name-pattern.ts";

describe("matchesName(pattern, name)", () => {
  it.each([
    ["parse", "parse"],
    ["parse*", "parse"],
    ["parse*", "parse_all"],
    ["*_all", "parse_all"],
    ["p*e*l", "parse_all"],
    ["*", ""],
    ["**", "x"],
    ["a*b*c", "abbbcbc"],
  ])("has %s match %j", (pattern, name) => {
    expect(matchesName(pattern, name)).toBe(true);
  });

  it.each([
    ["parse", "Parse"],
    ["parse", "parse_all"],
    ["parse*", "xparse"],
    ["*_all", "parse_all2"],
    ["a*b*c", "abbb"],
    ["", "x"],
    ["p.rse", "parse"],
    ["é", "e\u0301"],
  ])("does not have %s match %j", (pattern, name) => {
    expect(matchesName(pattern, name)).toBe(false);
  });

  it("takes no longer than the product of both lengths", () => {
    expect(matchesName(`${"a*".repeat(2000)}b`, "a".repeat(4000))).toBe(false);
  });
});
