import { errorTable, faultTable } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { markdownFiles, read } from "./markdown.ts";

/** The first cells of the table rows that begin with a code: `| \`ERR_X\` | … |`. */
const documented = [...read("packages/core/README.md").matchAll(/^\| `(ERR_\w+)` \|/gm)].map(
  (match) => match[1] as string,
);

describe.each(markdownFiles().filter((path) => /^packages\/\w+\/README\.md$/.test(path)))(
  "%s",
  (path) => {
    it("has one row per code", () => {
      const cells = [...read(path).matchAll(/^\| (`ERR_[^|]*) \|/gm)].map(
        (match) => match[1] as string,
      );
      const codes = cells.flatMap((cell) => cell.match(/ERR_\w+/g) ?? []).sort();
      expect(codes).toEqual([...new Set(codes)]);
    });
  },
);

describe("packages/core/README.md", () => {
  it("has a row for every code of an error", () => {
    expect(documented).toEqual(expect.arrayContaining(Object.keys(errorTable)));
  });

  it("has a row for every code of a fault", () => {
    const codes = Object.values(faultTable).map(({ code }) => code);
    expect(documented).toEqual(expect.arrayContaining(codes));
  });

  it("has one row per code, and none for a code that does not exist", () => {
    const codes = [
      ...Object.keys(errorTable),
      ...Object.values(faultTable).map(({ code }) => code),
    ];
    expect([...documented].sort()).toEqual([...codes].sort());
  });
});
