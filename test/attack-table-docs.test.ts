import { existsSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AttackRow, renderAttackTable, tableSection, withTable } from "./attack-table.ts";
import { read, root } from "./markdown.ts";

const RESULTS = "testing/attack-table.json";

describe("SECURITY.md", () => {
  it("has a place for the attack table", () => {
    expect(() => tableSection(read("SECURITY.md"))).not.toThrow();
  });

  it("shows the attack table that the corpus' results make", (context) => {
    if (!existsSync(root + RESULTS)) context.skip(`no ${RESULTS}: the corpus has not been run`);
    const table = renderAttackTable(JSON.parse(read(RESULTS)) as AttackRow[]);
    // biome-ignore lint/suspicious/noUndeclaredEnvVars: turbo does not run the tests
    if (process.env.COFFERDAM_BLESS === "1") {
      writeFileSync(`${root}SECURITY.md`, withTable(read("SECURITY.md"), table));
    }
    expect(tableSection(read("SECURITY.md")), "re-bless with COFFERDAM_BLESS=1").toBe(table);
  });
});

describe("renderAttackTable(table)", () => {
  it("gives every guest a row, every list of layers a column, and sets apart what holds", () => {
    const text = renderAttackTable([
      { guest: "a", title: "crashes", none: "not contained: killed", signals: "contained: ERR_X" },
      { guest: "b", title: "hangs", none: "not contained: hangs" },
    ] as never);
    expect(text.split("\n")).toEqual([
      "| A guest that … | none | signals |",
      "| --- | --- | --- |",
      "| crashes | not contained | **contained** |",
      "| hangs | not contained | not tested |",
    ]);
  });
});

describe("withTable(markdown, table)", () => {
  it("replaces what is between the markers, and nothing else", () => {
    const once = withTable("before <!-- attack-table --> old <!-- /attack-table --> after", "new");
    expect(tableSection(once)).toBe("new");
    expect(once).toMatch(/^before <!--[\s\S]*--> after$/);
    expect(withTable(once, "new")).toBe(once);
  });
});

describe("tableSection(markdown)", () => {
  it("refuses a document without the markers, or with them the wrong way round", () => {
    expect(() => tableSection("no markers")).toThrow("attack-table");
    expect(() => tableSection("<!-- /attack-table --> <!-- attack-table -->")).toThrow();
  });
});
