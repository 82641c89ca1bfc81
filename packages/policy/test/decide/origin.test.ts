import { describe, expect, it } from "vitest";
import { matchesOrigin } from "../../src/decide/origin.ts";

describe("matchesOrigin(pattern, url)", () => {
  it.each([
    ["https://api.example.com", "https://api.example.com/v1?x=1"],
    ["https://api.example.com", "https://API.example.com:443/"],
    ["https://api.example.com:8443", "https://api.example.com:8443/"],
    ["https://*.example.com", "https://a.b.example.com/"],
  ])("has %s match %s", (pattern, url) => {
    expect(matchesOrigin(pattern, url)).toBe(true);
  });

  it.each([
    ["https://api.example.com", "http://api.example.com/"],
    ["https://api.example.com", "https://api.example.com:8443/"],
    ["https://api.example.com", "https://api.example.com.evil.com/"],
    ["https://api.example.com", "https://api.example.com@evil.com/"],
    ["https://api.example.com", "https://evil.com/https://api.example.com"],
    ["https://api.example.com", "https://user:pass@api.example.com/"],
    ["https://*.example.com", "https://example.com/"],
    ["https://*.example.com", "https://evilexample.com/"],
    ["https://api.example.com", "https://аpi.example.com/"], // a Cyrillic а
    ["https://api.example.com", "no URL"],
  ])("does not have %s match %s", (pattern, url) => {
    expect(matchesOrigin(pattern, url)).toBe(false);
  });
});
