import { execFileSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AuditLog, openAuditLog } from "../../../src/audit/audit-log.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { entry, eventsOf, until } from "../logs.ts";

const [disk, reason] = tinyDisk("size=64k");
if (reason) console.log(`SKIP a full disk: ${reason}`);

/** @returns its path, as long as this process lives: it is no part of the tree, so that nothing is left of it */
function tinyDisk(options: string): readonly [path: string, reason?: string] {
  const folder = mkdtempSync(join(tmpdir(), "audit-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
    const fd = openSync(folder, "r");
    execFileSync("umount", ["-l", folder]);
    return [`/proc/self/fd/${fd}`];
  } catch (error) {
    return [folder, `no file system can be mounted here (${(error as Error).message.trim()})`];
  } finally {
    rmdirSync(folder);
  }
}

const file = join(disk, "audit.jsonl");
const ballast = join(disk, "ballast");

/** Leaves so many of the disk's sixteen pages. */
async function fill(left = 3): Promise<void> {
  for (const name of [file, `${file}.writer`, ballast]) rmSync(name, { force: true });
  await until(() => statfsSync(disk).bfree === 16); // closing takes a moment
  writeFileSync(ballast, Buffer.alloc(4096 * (16 - left)));
}

const full = expect.objectContaining({ code: "ERR_AUDIT_FULL" });

describe.skipIf(reason !== undefined)("a log on a disk that is full", () => {
  it("keeps what it could not write, tries again, and loses nothing when there is room in time", async () => {
    await fill();
    using log = openAuditLog({ file });
    for (let event = 0; event < 100; event++) log.record(entry({ resource: `f${event}` }));
    await until(() => log.status().lastError !== null);
    expect(log.status()).toMatchObject({ lastError: "ENOSPC", queued: 100, written: 0 });
    expect(() => log.flush()).toThrow("ENOSPC");
    rmSync(ballast);
    await until(() => log.status().queued === 0);
    expect(eventsOf(file).map(({ resource }) => resource)).toEqual(
      Array.from({ length: 100 }, (_, index) => `f${index}`),
    );
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, warnings: [], dropped: 0 });
  });

  it("drops and counts what has no room in the queue, and tells so once there is room", async () => {
    await fill();
    using log = openAuditLog({ file, queue: 50 });
    let recorded = 0;
    await until(() => {
      log.record(entry());
      recorded++;
      const { dropped, lastError } = log.status();
      return dropped > 0 && lastError === "ENOSPC";
    });
    const { dropped } = log.status();
    rmSync(ballast);
    log.flush();
    const events = recorded - dropped;
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events, dropped });
  });

  it.each(["block", "refuse"] as const)("refuses, with %s, until there is room", async (onFull) => {
    await fill();
    using log = openAuditLog({ file, queue: 50, onFull });
    const fillQueue = () => {
      for (let event = 0; event < 100; event++) log.record(entry());
    };
    expect(fillQueue).toThrow(full);
    await until(() => log.status().lastError !== null);
    expect(fillQueue).toThrow("ENOSPC");
    const { refused } = log.status();
    rmSync(ballast);
    log.flush();
    log.record(entry());
    log.flush();
    const { ok, refused: told } = await verifyAuditLog(file);
    expect({ ok, told }).toEqual({ ok: true, told: refused });
  });

  it("tells those that listen for notices, once", async () => {
    await fill();
    const notices: unknown[] = [];
    const listener = (notice: unknown) => notices.push(notice);
    subscribe("cofferdam:notice", listener);
    using log = openAuditLog({ file });
    for (let event = 0; event < 100; event++) log.record(entry());
    for (let time = 0; time < 3; time++) expect(() => log.flush()).toThrow("ENOSPC");
    unsubscribe("cofferdam:notice", listener);
    expect(notices).toMatchObject([{ layer: "policy", notice: "audit-unavailable", file }]);
    rmSync(ballast);
  });

  it("says when it is closed that events are lost, and how many", async () => {
    await fill();
    const log = openAuditLog({ file });
    for (let event = 0; event < 100; event++) log.record(entry());
    expect(() => log.close()).toThrow("ENOSPC");
    expect(log.status()).toMatchObject({ dropped: 100, queued: 0 });
    rmSync(ballast);
  });

  it("is an error at once when not even the first line can be written", async () => {
    await fill(1);
    expect(() => openAuditLog({ file })).toThrow(
      expect.objectContaining({ code: "ERR_AUDIT_UNAVAILABLE" }),
    );
  });

  it.each([
    ["on the event loop", async (log: AuditLog) => until(() => log.status().queued === 0)],
    ["synchronously", async (log: AuditLog) => log.flush()],
  ])("writes on in a file that is too large where no other can be made, %s", async (_, written) => {
    const [folder] = tinyDisk("size=1m,nr_inodes=8");
    const path = join(folder, "audit.jsonl");
    using log = openAuditLog({ file: path, rotate: 2000 });
    let files = 0;
    const another = () => writeFileSync(join(folder, `ballast${files}`), "");
    expect(() => {
      for (; ; files++) another();
    }).toThrow("ENOSPC");
    for (let event = 0; event < 10; event++) log.record(entry());
    await written(log);
    expect(log.status()).toMatchObject({ rotations: 0, lastError: "ENOSPC" });
    expect(eventsOf(`${path}.1`)).toHaveLength(10); // it was moved before the other one could not be made
    rmSync(join(folder, "ballast0"));
    for (let event = 0; event < 10; event++) log.record(entry());
    await written(log);
    expect(log.status().rotations).toBeGreaterThan(0);
    expect(await verifyAuditLog(path)).toMatchObject({ ok: true, warnings: [] });
  });
});
