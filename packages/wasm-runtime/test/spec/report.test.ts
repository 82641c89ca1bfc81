import {
  differences,
  formatLine,
  type Line,
  parseReport,
  summaryOf,
} from "@cofferdam/testing/wasm-spec/report.mjs";
import { describe, expect, it } from "vitest";

const trap: Line = { script: "wast/a:b", line: 3, type: "assert_trap", result: "pass: one" };
const failed: Line = { ...trap, line: 4, result: "fail: two", detail: "at byte 7" };

describe("parseReport(text)", () => {
  it("gives back the lines that were formatted", () => {
    const text = [trap, failed].map((line) => `${formatLine(line)}\n`).join("");
    expect(parseReport(text)).toEqual([trap, failed]);
  });
});

describe("differences(original, other)", () => {
  it("is empty where the results are equal, whatever the details say", () => {
    expect(differences([trap, failed], [trap, { ...failed, detail: "at byte 9" }])).toEqual([]);
  });

  it("names another trap, though both pass", () => {
    const other = { ...trap, result: "pass: another" };
    expect(differences([trap, failed], [other, failed])).toEqual([
      expect.objectContaining({ at: "wast/a:b:3", original: "pass: one", other: "pass: another" }),
    ]);
  });

  it("names what only one of them ran", () => {
    expect(differences([trap, failed], [trap])).toEqual([
      expect.objectContaining({ at: "wast/a:b:4", original: "fail: two", other: "nothing" }),
    ]);
  });
});

describe("summaryOf(lines)", () => {
  it("counts for each folder of scripts", () => {
    const lines = [trap, failed, { ...trap, script: "json/c", result: "unsupported: text" }];
    expect(summaryOf(lines)).toEqual({
      wast: { scripts: 1, pass: 1, fail: 1, unsupported: 0 },
      json: { scripts: 1, pass: 0, fail: 0, unsupported: 1 },
    });
  });
});
