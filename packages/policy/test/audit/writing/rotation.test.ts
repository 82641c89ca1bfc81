import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AuditLog, openAuditLog } from "../../../src/audit/audit-log.ts";
import { readAuditLog } from "../../../src/audit/reading/read.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import {
  entry,
  eventsOf,
  linesOf,
  namesBeside,
  newFile,
  nextTurn,
  notesOf,
  until,
} from "../logs.ts";

async function recordSlowly(log: AuditLog, count: number): Promise<void> {
  for (let event = 0; event < count; event++) {
    log.record(entry({ resource: `f${event}` }));
    if (event % 7 === 0) await nextTurn();
  }
  await until(() => log.status().queued === 0);
}

function recordAtOnce(log: AuditLog, count: number): void {
  for (let event = 0; event < count; event++) log.record(entry({ resource: `f${event}` }));
  log.flush();
}

async function resourcesOf(file: string): Promise<readonly string[]> {
  const resources: string[] = [];
  for await (const { resource } of readAuditLog(file)) resources.push(resource);
  return resources;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);

describe("openAuditLog({ rotate, keep })", () => {
  it.each([
    ["on the event loop", recordSlowly],
    ["synchronously", recordAtOnce],
  ])("begins another file before one is too large, %s, and loses nothing", async (_, record) => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 4000, keep: 1000 });
    await record(log, 200);
    expect(await resourcesOf(file)).toEqual(numbered(200));
    const { ok, files, events, begins } = await verifyAuditLog(file);
    expect({ ok, events, begins }).toEqual({ ok: true, events: 200, begins: 1 });
    expect(files).toHaveLength(log.status().rotations + 1);
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) expect(statSync(name).size).toBeLessThanOrEqual(4000);
  });

  it("begins each file with a line that has the last hash of the one before", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 4000, keep: 1000 });
    recordAtOnce(log, 30);
    const { files } = await verifyAuditLog(file);
    for (const [index, name] of files.slice(1).entries()) {
      const first = linesOf(name)[0];
      expect(first).toMatchObject({ note: "rotated", because: "size" });
      expect(first?.previous).toBe(linesOf(files[index] as string).at(-1)?.hash);
    }
  });

  it("keeps so many old files, and a verification says where the log begins", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 2000, keep: 3 });
    await recordSlowly(log, 100);
    const old = [1, 2, 3].map((number) => `audit.jsonl.${number}`);
    expect(namesBeside(file)).toEqual(["audit.jsonl", ...old, "audit.jsonl.writer"]);
    const verification = await verifyAuditLog(file);
    expect(verification).toMatchObject({ ok: true, problems: [], warnings: [] });
    expect((verification.begins as number) + verification.events).toBe(101);
    expect(verification.begins).toBeGreaterThan(1);
  });

  it("never rotates where `rotate` is 0", () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 0 });
    recordAtOnce(log, 1000);
    expect(log.status().rotations).toBe(0);
  });

  it("writes an event that is larger than a file may be to a file of its own", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 1, keep: 100 });
    await recordSlowly(log, 5);
    for (const name of [file, ...[1, 2, 3].map((number) => `${file}.${number}`)]) {
      expect(linesOf(name).map(({ note }) => note)).toEqual(["rotated", undefined]);
    }
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, events: 5 });
  });

  it("writes to the old file what cannot wait until a rotation has ended", async () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 3000, keep: 100 });
    for (let event = 0; event < 300; event++) {
      log.record(entry({ resource: `f${event}` }));
      if (event % 3 === 0) await nextTurn();
      if (event % 5 === 0) log.flush();
    }
    log.flush();
    expect(await resourcesOf(file)).toEqual(numbered(300));
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true, problems: [] });
  });

  it("goes on where a process was killed between moving the file and making another", async () => {
    const file = newFile();
    for (const leave of [() => {}, () => writeFileSync(file, "", { mode: 0o600 })]) {
      openAuditLog({ file }).close();
      renameSync(file, `${file}.1`);
      leave();
      openAuditLog({ file }).close();
      expect(namesBeside(file)).toEqual(["audit.jsonl"]);
      expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
    }
  });

  it.each([
    ["on the event loop", recordSlowly],
    ["synchronously", recordAtOnce],
  ])("writes on in a file that is too large when no other can be made, %s", async (_, record) => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 2000, keep: 1 });
    mkdirSync(join(`${file}.1`, "in the way"), { recursive: true });
    await record(log, 30);
    expect(eventsOf(file)).toHaveLength(30);
    expect(log.status()).toMatchObject({ rotations: 0, lastError: "EISDIR" });
    rmSync(`${file}.1`, { recursive: true });
    await record(log, 5);
    expect(log.status().rotations).toBeGreaterThan(0);
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
  });

  it("leaves a file that is no log where it is, whatever its name is", () => {
    const file = newFile();
    writeFileSync(`${file}.1`, "no log\n");
    openAuditLog({ file }).close();
    expect(readFileSync(`${file}.1`, "utf8")).toBe("no log\n");
  });

  it("moves no file twice where a rotation failed half-way", () => {
    const file = newFile();
    using log = openAuditLog({ file, rotate: 1, keep: 5 });
    for (const number of [1, 2, 4]) writeFileSync(`${file}.${number}`, `was ${number}`);
    recordAtOnce(log, 2);
    const text = (number: number) => readFileSync(`${file}.${number}`, "utf8");
    expect([2, 3, 4].map(text)).toEqual(["was 1", "was 2", "was 4"]);
  });
});

describe("a file that somebody else touches", () => {
  const meddlings: readonly [string, (file: string) => void][] = [
    ["moved away", (file) => renameSync(file, `${file}-2026`)],
    ["removed", unlinkSync],
    ["emptied", (file) => truncateSync(file, 0)],
    ["added to", (file) => writeFileSync(file, "a stray line\n", { flag: "a" })],
    [
      "replaced",
      (file) => {
        unlinkSync(file);
        writeFileSync(file, "another\n");
      },
    ],
  ];

  it.each(meddlings)(
    "is left as it is when it was %s, and the log goes on in another",
    async (_, meddle) => {
      for (const record of [recordSlowly, recordAtOnce]) {
        const file = newFile();
        using log = openAuditLog({ file });
        await record(log, 3);
        meddle(file);
        await record(log, 2);
        expect(linesOf(file)[0]).toMatchObject({ note: "rotated", because: "meddled", events: 3 });
        const { warnings } = await verifyAuditLog(file);
        expect(warnings).toContainEqual(
          expect.objectContaining({ kind: "meddled", file, line: 1 }),
        );
        expect((await resourcesOf(file)).slice(-2)).toEqual(["f0", "f1"]);
      }
    },
  );

  it("does not make a chain that was moved away begin anew", async () => {
    const file = newFile();
    using log = openAuditLog({ file });
    recordAtOnce(log, 3);
    renameSync(file, `${file}-2026`);
    recordAtOnce(log, 1);
    const last = linesOf(`${file}-2026`).at(-1);
    expect(notesOf(file)[0]?.previous).toBe(last?.hash);
  });
});
