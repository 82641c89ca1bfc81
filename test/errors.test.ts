import { errorTable, faultTable } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { read } from "./markdown.ts";

/** The first cells of the table rows that begin with a code: `| \`ERR_X\` | … |`. */
const documented = [...read("packages/core/README.md").matchAll(/^\| `(ERR_\w+)` \|/gm)].map(
  (match) => match[1] as string,
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
