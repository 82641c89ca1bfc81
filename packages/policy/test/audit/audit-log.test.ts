import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { chmodSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../src/audit/audit-log.ts";
import type { AuditEvent, AuditLevel } from "../../src/audit/event.ts";
import { readAuditLog } from "../../src/audit/reading/read.ts";
import { entry, eventsOf, newFile, nextTurn, notesOf, until } from "./logs.ts";

describe("openAuditLog({ file }).record(entry)", () => {
  it("writes one line for each event, in the order in which they were recorded", async () => {
    const file = newFile();
    using log = openAuditLog({ file });
    const ids = Array.from({ length: 1000 }, (_, index) =>
      log.record(entry({ resource: `f${index}` })),
    );
    await until(() => log.status().written === 1000);
    const events = eventsOf(file);
    expect(events.map(({ id }) => id)).toEqual(ids);
    expect(events.map(({ resource }) => resource)).toEqual(ids.map((_, index) => `f${index}`));
  });

  it("tells everything about a decision, and when it was", () => {
    const file = newFile();
    using log = openAuditLog({ file });
    const told = entry({
      outcome: "deny",
      level: "warn",
      sha256: "ab",
      bytes: 12,
      mode: "ro",
      wouldAllow: "[ffi]\nenabled = true",
      details: { reason: "not listed" },
    });
    const before = Date.now();
    log.record(told);
    log.flush();
    const [event] = eventsOf(file);
    expect(event).toMatchObject(told);
    expect(Object.keys(event as AuditEvent).slice(-2)).toEqual(["previous", "hash"]);
    expect(event?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Date.parse(event?.time as string)).toBeGreaterThanOrEqual(before);
  });

  it("tells what the entry said when it was recorded, not what it says later", () => {
    const file = newFile();
    using log = openAuditLog({ file });
    const details = { argument: "before" };
    log.record(entry({ details }));
    details.argument = "after";
    log.flush();
    expect(eventsOf(file)[0]?.details).toEqual({ argument: "before" });
  });

  it("says whether it would keep an entry, and keeps none below its level", () => {
    const levels: AuditLevel[] = ["error", "warn", "info", "debug"];
    for (const [index, level] of levels.entries()) {
      const file = newFile();
      using log = openAuditLog({ file, level });
      const kept = levels.slice(0, index + 1);
      expect(levels.filter((each) => log.keeps(each))).toEqual(kept);
      for (const each of levels) log.record(entry({ level: each }));
      log.flush();
      expect(eventsOf(file).map((event) => event.level)).toEqual(kept);
    }
  });

  it("keeps events of the level info where none is given", () => {
    using log = openAuditLog({ file: newFile() });
    expect([log.keeps("info"), log.keeps("debug")]).toEqual([true, false]);
  });

  it("makes a file that its owner alone reads and writes", () => {
    const file = newFile();
    openAuditLog({ file }).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("leaves an existing file readable by whom it was, also when it begins another", () => {
    const file = newFile();
    openAuditLog({ file }).close();
    chmodSync(file, 0o640);
    using log = openAuditLog({ file, rotate: 1 });
    log.record(entry());
    log.flush();
    expect([file, `${file}.1`].map((name) => statSync(name).mode & 0o777)).toEqual([0o640, 0o640]);
  });
});

describe("openAuditLog({ file }), again", () => {
  it("goes on with the chain and the numbers of the log that is there", () => {
    const file = newFile();
    for (let time = 0; time < 3; time++) {
      using log = openAuditLog({ file });
      log.record(entry());
    }
    const events = eventsOf(file);
    expect(new Set(events.map(({ id }) => id.split("-")[0])).size).toBe(1);
    expect(events.map(({ id }) => id.split("-")[1])).toEqual(["1", "2", "3"]);
    expect(notesOf(file).map(({ note, events }) => [note, events])).toEqual([
      ["opened", 0],
      ["opened", 1],
      ["opened", 2],
    ]);
  });
});

describe("log.head()", () => {
  it("is the number and the hash of the last line that is written", () => {
    const file = newFile();
    using log = openAuditLog({ file });
    const opened = log.head();
    log.record(entry());
    expect(log.head()).toEqual(opened);
    log.flush();
    expect(log.head()).toEqual({ log: opened.log, events: 1, hash: eventsOf(file)[0]?.hash });
  });
});

describe("log.status()", () => {
  it("counts what is written and what waits", () => {
    const file = newFile();
    using log = openAuditLog({ file });
    log.record(entry());
    expect(log.status()).toMatchObject({ file, written: 0, queued: 1 });
    log.flush();
    expect(log.status()).toEqual({
      file,
      written: 1,
      dropped: 0,
      refused: 0,
      queued: 0,
      bytes: readFileSync(file).length,
      rotations: 0,
      lastError: null,
    });
  });
});

describe("log.close()", () => {
  it("writes what waits, and may be called twice", () => {
    const file = newFile();
    const log = openAuditLog({ file });
    log.record(entry());
    log.close();
    log.close();
    expect(eventsOf(file)).toHaveLength(1);
  });

  it("counts what is recorded later as dropped", () => {
    const log = openAuditLog({ file: newFile() });
    log.close();
    expect(log.record(entry())).toBeUndefined();
    expect(log.status().dropped).toBe(1);
  });

  it.each(["block", "refuse"] as const)("refuses later calls with %s", (onFull) => {
    const log = openAuditLog({ file: newFile(), onFull });
    log.close();
    expect(() => log.record(entry())).toThrow(expect.objectContaining({ code: "ERR_AUDIT_FULL" }));
  });

  it("leaves the process no handler of its end", () => {
    const before = process.listenerCount("exit");
    const logs = Array.from({ length: 20 }, () => openAuditLog({ file: newFile() }));
    expect(process.listenerCount("exit")).toBe(before + 1);
    for (const log of logs) log.close();
    expect(process.listenerCount("exit")).toBe(before);
  });

  it.skipIf(process.platform !== "linux")(
    "closes the file, also while it is written (skipped where /proc does not list files)",
    async () => {
      const file = newFile();
      const log = openAuditLog({ file });
      log.record(entry());
      await nextTurn(); // the write is under way
      log.close();
      await until(() => !openFiles().includes(file));
      expect(eventsOf(file)).toHaveLength(1);
    },
  );
});

describe("cofferdam:audit", () => {
  it("hears each event as it is in the file, redacted and with its hash", async () => {
    const file = newFile();
    using log = openAuditLog({ file, redact: ["details.token"] });
    const heard = await heardDuring(async () => {
      log.record(entry({ details: { token: "s3cret" } }));
      log.record(entry({ resource: "é\u2028" }));
      await until(() => log.status().written === 2);
    });
    expect(heard).toEqual(eventsOf(file));
    expect(heard[0]?.details).toEqual({ token: "[redacted]" });
  });

  it("hears events of a log without a file, and only then they are kept", async () => {
    using log = openAuditLog();
    expect(log.record(entry())).toBeUndefined();
    expect(log.keeps("error")).toBe(false);
    const heard = await heardDuring(async () => {
      expect(log.keeps("info")).toBe(true);
      expect(log.keeps("debug")).toBe(false);
      log.record(entry());
      log.record(entry());
      log.flush();
    });
    expect(heard).toHaveLength(2);
    expect(heard[1]?.previous).toBe(heard[0]?.hash);
  });

  it("may record events of its own", async () => {
    const file = newFile();
    using log = openAuditLog({ file, onFull: "block", queue: 1 });
    let more = 3;
    const listener = () => {
      if (more-- > 0) log.record(entry({ resource: "more" }));
    };
    subscribe("cofferdam:audit", listener);
    log.record(entry());
    unsubscribe("cofferdam:audit", listener);
    log.flush();
    const events: AuditEvent[] = [];
    for await (const event of readAuditLog(file)) events.push(event);
    expect(events.map(({ resource }) => resource)).toEqual(["parse", "more", "more", "more"]);
  });
});

function openFiles(): readonly string[] {
  return readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ""; // closed meanwhile
    }
  });
}

async function heardDuring(work: () => Promise<void>): Promise<readonly AuditEvent[]> {
  const heard: AuditEvent[] = [];
  const listener = (event: unknown) => heard.push(event as AuditEvent);
  subscribe("cofferdam:audit", listener);
  try {
    await work();
  } finally {
    unsubscribe("cofferdam:audit", listener);
  }
  return heard;
}
