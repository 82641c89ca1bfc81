import { describe, expect, it } from "vitest";
import { styleOf } from "../../src/text/style.ts";
import { table } from "../../src/text/table.ts";

describe("table(rows, { width, indent })", () => {
  it("aligns the columns, and wraps the last below itself", () => {
    const rows = [
      ["a", "long", "one two three four five six"],
      ["bbb", "x", "seven"],
    ];
    expect(table(rows, { width: 32, indent: 2 })).toBe(
      ["  a    long  one two three four", "             five six", "  bbb  x     seven", ""].join(
        "\n",
      ),
    );
  });

  it("does not count colours", () => {
    const { red } = styleOf(true);
    const [first, second] = table(
      [
        [red("a"), "x"],
        ["bb", "y"],
      ],
      { width: 40 },
    ).split("\n");
    expect(first).toBe(`${red("a")}   x`);
    expect(second).toBe("bb  y");
  });

  it("keeps a word whole that is longer than there is room", () => {
    const path = "/a/path/that/somebody/will/want/to/copy";
    expect(table([["a", path]], { width: 20 })).toBe(`a  ${path}\n`);
  });

  it("keeps the lines of the last column", () => {
    expect(table([["a", "one\ntwo"]], { width: 40 })).toBe("a  one\n   two\n");
  });

  it("is empty without rows", () => {
    expect(table([], { width: 40 })).toBe("");
  });
});
