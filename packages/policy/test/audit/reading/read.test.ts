import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import { MAX_LINE_BYTES } from "../../../src/audit/limits.ts";
import { readAuditLog } from "../../../src/audit/reading/read.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { entry, eventsOf, newFile, nextTurn } from "../logs.ts";

async function idsOf(file: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of readAuditLog(file)) ids.push(id);
  return ids;
}

describe("readAuditLog(file)", () => {
  it("gives the events of all files, the oldest first, and no notes", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 2000, keep: 100 });
    const ids = Array.from({ length: 100 }, () => log.record(entry()));
    log.flush();
    expect(await idsOf(file)).toEqual(ids);
  });

  it("leaves out what is no event: torn lines, other lines, lines that are too long", async () => {
    const file = newFile();
    {
      using log = openAuditLog({ file });
      log.record(entry());
    }
    const [event] = eventsOf(file);
    for (const text of ["", "{}", "null", "[1]", "x".repeat(MAX_LINE_BYTES + 1), '{"id":1}']) {
      appendFileSync(file, `${text}\n`);
    }
    appendFileSync(file, `${JSON.stringify(event)}\n${JSON.stringify(event).slice(0, -9)}`);
    expect(await idsOf(file)).toEqual([event?.id, event?.id]);
  });

  it("leaves out a line that is longer than any of a log, though it looks like one", async () => {
    const file = newFile();
    const event = { id: "a-1", kind: "library", action: "call", outcome: "allow", resource: "" };
    const rest = MAX_LINE_BYTES - JSON.stringify(event).length;
    const line = (more: number) =>
      `${JSON.stringify({ ...event, resource: "x".repeat(rest + more) })}\n`;
    writeFileSync(file, line(0));
    expect(await idsOf(file)).toEqual(["a-1"]);
    writeFileSync(file, line(1));
    expect(await idsOf(file)).toEqual([]);
  });

  it("gives lines that are divided between two pieces of the file", async () => {
    const file = newFile();
    using log = openAuditLog({ file });
    const texts = Array.from({ length: 600 }, (_, index) => "é".repeat(index));
    for (const resource of texts) log.record(entry({ resource }));
    log.flush();
    const read: string[] = [];
    for await (const { resource } of readAuditLog(file)) read.push(resource);
    expect(read).toEqual(texts);
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
  });

  it("misses nothing though files are moved meanwhile", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 1000, keep: 1000 });
    let isWriting = true;
    const writing = (async () => {
      while (log.status().rotations < 60) {
        log.record(entry());
        await nextTurn();
      }
      isWriting = false;
    })();
    while (isWriting) {
      const before = log.head().events;
      const { problems, begins, head } = await verifyAuditLog(file);
      expect({ problems, begins }).toEqual({ problems: [], begins: 1 });
      expect(head?.events).toBeGreaterThanOrEqual(before);
    }
    await writing;
  });

  it.each([
    ["there is none", () => {}],
    ["it is a folder", mkdirSync],
    ["it is a FIFO", (file: string) => void execFileSync("mkfifo", [file])],
  ])("throws ERR_AUDIT_UNAVAILABLE where %s", async (_, make) => {
    const file = newFile();
    make(file);
    const unavailable = expect.objectContaining({ code: "ERR_AUDIT_UNAVAILABLE" });
    await expect(idsOf(file)).rejects.toEqual(unavailable);
    await expect(verifyAuditLog(file)).rejects.toEqual(unavailable);
  });

  it("reads old files also where the newest is gone", async () => {
    const file = newFile();
    {
      using log = openAuditLog({ file });
      log.record(entry());
    }
    renameSync(file, `${file}.1`);
    expect(await idsOf(file)).toHaveLength(1);
  });
});
