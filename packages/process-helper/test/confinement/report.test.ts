import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseReport, pieces } from "../../src/confinement-report.ts";

describe("parseReport(text)", () => {
  it("tells what is applied, what is missing and why, and what was required", () => {
    const text = "core applied\nmemory missing: Operation not permitted\nmemory required\n";
    expect(parseReport(text)).toEqual({
      pieces: [
        { piece: "core", applied: true },
        { piece: "memory", applied: false, reason: "Operation not permitted" },
      ],
      required: ["memory"],
    });
  });

  it("tells why the program was not started", () => {
    expect(parseReport("program missing: Permission denied\n")).toEqual({
      pieces: [],
      required: [],
      notStarted: "Permission denied",
    });
  });

  it.each([
    "",
    "core",
    "core applied now",
    "magic applied",
    "core missing: ",
    "core missing",
    "\n",
  ])("leaves out what it cannot read: %j", (text) => {
    expect(parseReport(text)).toEqual({ pieces: [], required: [] });
  });

  it("knows the pieces that the launcher knows", () => {
    const header = new URL("../../native/launcher/report.h", import.meta.url);
    const list = /kPieces\[\] = \{([^}]*)\}/.exec(readFileSync(header, "utf8"))?.[1] ?? "";
    expect([...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name)).toEqual([...pieces]);
  });
});
