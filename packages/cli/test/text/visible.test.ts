import { describe, expect, it } from "vitest";
import { visible, visibleLines } from "../../src/text/visible.ts";

describe("visible(text)", () => {
  it.each([
    ["moves the cursor", "a\x1b[2Jb", "a\\u{1b}[2Jb"],
    ["overwrites the line", "a\rb", "a\\u{d}b"],
    ["begins a line", "a\nb", "a\\u{a}b"],
    ["is a C1 control", "a\x9bb", "a\\u{9b}b"],
    ["turns the text around", "a\u202eb", "a\\u{202e}b"],
    ["is not there to be seen", "a\u200bb", "a\\u{200b}b"],
    ["separates lines", "a\u2028b", "a\\u{2028}b"],
    ["is half a character", "a\ud800b", "a\\u{d800}b"],
  ])("writes out what %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("leaves all letters as they are", () => {
    expect(visible("größe 文件 😀")).toBe("größe 文件 😀");
  });
});

describe("visibleLines(text)", () => {
  it("leaves lines and tabs, too", () => {
    expect(visibleLines("a\n\tb\x1b")).toBe("a\n\tb\\u{1b}");
  });
});
