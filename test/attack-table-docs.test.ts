import { existsSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type AttackRow,
  renderAttackTable,
  tableSection,
  tables,
  withTable,
} from "./attack-table.ts";
import { read, root } from "./markdown.ts";

describe.each(tables)("SECURITY.md's %s", (name) => {
  const results = `testing/${name}.json`;

  it("has its place", () => {
    expect(() => tableSection(read("SECURITY.md"), name)).not.toThrow();
  });

  it("is what the corpus' results make", (context) => {
    if (!existsSync(root + results)) context.skip(`no ${results}: the corpus has not been run`);
    const table = renderAttackTable(JSON.parse(read(results)) as AttackRow[]);
    // biome-ignore lint/suspicious/noUndeclaredEnvVars: turbo does not run the tests
    if (process.env.COFFERDAM_BLESS === "1") {
      writeFileSync(`${root}SECURITY.md`, withTable(read("SECURITY.md"), name, table));
    }
    expect(tableSection(read("SECURITY.md"), name), "re-bless with COFFERDAM_BLESS=1").toBe(table);
  });
});

describe("renderAttackTable(table)", () => {
  it("gives every guest a row, every list of layers a column, and sets apart what holds", () => {
    const text = renderAttackTable([
      {
        guest: "a",
        title: "crashes",
        "plain koffi": "not contained: killed",
        signals: "contained: ERR_X",
      },
      { guest: "b", title: "hangs", "plain koffi": "not contained: hangs" },
    ] as never);
    expect(text.split("\n")).toEqual([
      "| A guest that … | plain koffi | signals |",
      "| --- | --- | --- |",
      "| crashes | not contained | **contained** |",
      "| hangs | not contained | not tested |",
    ]);
  });
});

describe("withTable(markdown, name, table)", () => {
  it("replaces what is between the markers, and nothing else", () => {
    const once = withTable("before <!-- a --> old <!-- /a --> after", "a", "new");
    expect(tableSection(once, "a")).toBe("new");
    expect(once).toMatch(/^before <!--[\s\S]*--> after$/);
    expect(withTable(once, "a", "new")).toBe(once);
  });

  it("leaves other tables alone", () => {
    const both = "<!-- a --> old <!-- /a --> <!-- b --> kept <!-- /b -->";
    expect(tableSection(withTable(both, "a", "new"), "b")).toBe("kept");
  });
});

describe("tableSection(markdown, name)", () => {
  it("refuses a document without the markers, or with them the wrong way round", () => {
    expect(() => tableSection("no markers", "a")).toThrow("<!-- a -->");
    expect(() => tableSection("<!-- /a --> <!-- a -->", "a")).toThrow();
  });
});
