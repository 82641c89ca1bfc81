import { appendFileSync, readFileSync, statSync, truncateSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { entry, eventsOf, newFile, notesOf } from "../logs.ts";

/** Three events, the last one with letters of two and four bytes. */
function logOfThree(): string {
  const file = newFile();
  using log = openAuditLog({ file });
  for (const resource of ["one", "two", "é🚢"]) log.record(entry({ resource }));
  return file;
}

function lastLineOf(file: string): Buffer {
  const text = readFileSync(file);
  return text.subarray(text.lastIndexOf(10, text.length - 2) + 1);
}

describe("openAuditLog({ file }) of a log whose last line is torn", () => {
  it("goes on from the line before it, wherever it was torn, and keeps what was written of it", async () => {
    const last = lastLineOf(logOfThree());
    for (let written = 1; written < last.length - 1; written += 3) {
      const file = logOfThree();
      const line = lastLineOf(file);
      truncateSync(file, statSync(file).size - line.length + written);
      const torn = await verifyAuditLog(file);
      expect(torn).toMatchObject({
        ok: true,
        events: 2,
        warnings: [{ kind: "torn", file, line: 4 }],
      });
      using log = openAuditLog({ file });
      log.record(entry({ resource: "three" }));
      log.flush();
      expect(notesOf(file)[1]).toMatchObject({
        note: "torn",
        events: 2,
        text: line.toString("utf8", 0, written),
      });
      expect(eventsOf(file).map(({ resource }) => resource)).toEqual(["one", "two", "three"]);
      expect(await verifyAuditLog(file)).toMatchObject({
        ok: true,
        warnings: [{ kind: "torn", line: 4 }],
      });
    }
  });

  it("takes a line that lacks only its newline as whole", async () => {
    const file = logOfThree();
    truncateSync(file, statSync(file).size - 1);
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 3, warnings: [] });
    openAuditLog({ file }).close();
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 3, warnings: [] });
    expect(notesOf(file).map(({ note }) => note)).toEqual(["opened", "opened"]);
  });

  it("begins anew where the first line was torn", async () => {
    const file = newFile();
    appendFileSync(file, '{"time":"2026-', { mode: 0o600 });
    openAuditLog({ file }).close();
    expect(notesOf(file)[0]).toMatchObject({ note: "torn", events: 0, text: '{"time":"2026-' });
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, begins: 1 });
  });
});
