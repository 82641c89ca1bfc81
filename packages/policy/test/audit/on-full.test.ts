import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../src/audit/audit-log.ts";
import { MAX_CHUNK_EVENTS, MAX_QUEUED_BYTES } from "../../src/audit/limits.ts";
import { verifyAuditLog } from "../../src/audit/reading/verify.ts";
import { entry, eventsOf, linesOf, newFile, nextTurn, notesOf, until } from "./logs.ts";

/** All in one turn of the event loop. */
function recordAll(log: ReturnType<typeof openAuditLog>, count: number): readonly unknown[] {
  return Array.from({ length: count }, (_, index) => log.record(entry({ resource: `f${index}` })));
}

const full = expect.objectContaining({ code: "ERR_AUDIT_FULL" });

describe('openAuditLog({ onFull: "drop-and-count" })', () => {
  it("drops what has no room, and tells in the chain how much, before what comes next", async () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 10 });
    const ids = recordAll(log, 25);
    expect(ids.map((id) => id === undefined)).toEqual(ids.map((_, index) => index >= 10));
    expect(log.status()).toMatchObject({ queued: 10, dropped: 15, refused: 0 });
    log.flush();
    log.record(entry({ resource: "next" }));
    log.flush();
    const tail = linesOf(file).slice(-2);
    expect(tail[0]).toMatchObject({ note: "dropped", count: 15 });
    expect(tail[1]).toMatchObject({ resource: "next" });
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 11, dropped: 15 });
  });

  it("tells it also when nothing comes next", async () => {
    const file = newFile();
    const log = openAuditLog({ file, queue: 1 });
    recordAll(log, 3);
    await until(() => log.status().written === 1);
    log.close();
    expect(notesOf(file).map(({ note }) => note)).toEqual(["opened", "dropped"]);
  });

  it("tells each gap where it was", async () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 2 });
    for (let gap = 0; gap < 3; gap++) {
      recordAll(log, 2 + 1 + gap);
      log.flush();
    }
    const shape = linesOf(file).map((line) =>
      line.note === "dropped" ? `dropped ${line.count}` : "event",
    );
    const once = (count: number) => ["event", "event", `dropped ${count}`];
    expect(shape.slice(1)).toEqual([...once(1), ...once(2), ...once(3)]);
  });

  it("is full of few events, too, if they are large", () => {
    using log = openAuditLog({ file: newFile(), queue: 1_000_000 });
    const details = { text: Array(4).fill("x".repeat(4096)) };
    let count = 0;
    while (log.record(entry({ details })) !== undefined) count++;
    expect(count).toBeLessThanOrEqual(Math.ceil(MAX_QUEUED_BYTES / 4 / 4096));
    expect(log.status().dropped).toBe(1);
  });
});

describe('openAuditLog({ onFull: "block" })', () => {
  it("loses nothing though the event loop never turns", async () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 100, onFull: "block" });
    recordAll(log, 10_000);
    expect(log.status()).toMatchObject({ dropped: 0, refused: 0 });
    expect(log.status().queued).toBeLessThan(100);
    log.flush();
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 10_000, dropped: 0 });
  });

  it("has written each event before `record` returns, where one may wait", () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 1, onFull: "block" });
    for (let count = 1; count <= 3; count++) {
      log.record(entry());
      expect(eventsOf(file)).toHaveLength(count);
    }
  });

  it("writes in order what is under way, too", async () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 50, onFull: "block" });
    for (let turn = 0; turn < 200; turn++) {
      recordAll(log, turn);
      await nextTurn(); // a write begins, or has not ended
    }
    log.flush();
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: (199 * 200) / 2 });
  });
});

describe('openAuditLog({ onFull: "refuse" })', () => {
  it("throws ERR_AUDIT_FULL as long as the queue is full, and tells how often it did", () => {
    const file = newFile();
    using log = openAuditLog({ file, queue: 2, onFull: "refuse" });
    recordAll(log, 2);
    for (let time = 0; time < 3; time++) expect(() => log.record(entry())).toThrow(full);
    expect(log.status()).toMatchObject({ dropped: 0, refused: 3 });
    log.flush();
    log.record(entry());
    log.flush();
    expect(notesOf(file).at(-1)).toMatchObject({ note: "refused", count: 3 });
    expect(eventsOf(file)).toHaveLength(3);
  });
});

describe("the event loop", () => {
  it("never writes more than a chunk per turn, however much waits", async () => {
    using log = openAuditLog({ file: newFile(), queue: 20_000 });
    recordAll(log, 20_000);
    let most = 0;
    for (let before = 20_000; before > 0; ) {
      await nextTurn();
      const { queued } = log.status();
      most = Math.max(most, before - queued);
      before = queued;
    }
    expect(most).toBe(MAX_CHUNK_EVENTS);
  });

  it("writes a chunk of few bytes only, if events are large", async () => {
    using log = openAuditLog({ file: newFile() });
    const details = { text: Array(4).fill("x".repeat(4096)) };
    for (let event = 0; event < 256; event++) log.record(entry({ details }));
    let most = 0;
    for (let before = 256; before > 0; ) {
      await nextTurn();
      const { queued } = log.status();
      most = Math.max(most, before - queued);
      before = queued;
    }
    expect(most).toBeLessThanOrEqual(16);
  });

  it("is not written to for each of a few events, but soon", async () => {
    const file = newFile();
    using log = openAuditLog({ file });
    for (let event = 0; event < 100; event++) {
      log.record(entry());
      await nextTurn();
    }
    await until(() => log.status().queued === 0);
    expect(eventsOf(file)).toHaveLength(100);
  });
});
