import { spawn } from "node:child_process";
import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runChild } from "@cofferdam/testing/child.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import { verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { writerOf } from "../../../src/audit/writing/writer.ts";
import { WriterMark } from "../../../src/audit/writing/writer-mark.ts";
import { entry, eventsOf, namesBeside, newFile } from "../logs.ts";

const script = fileURLToPath(new URL("../children/hold.mjs", import.meta.url));

/** A process that has the log open. */
async function holder(file: string): Promise<{ readonly pid: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [script, file], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { pid: child.pid as number, kill };
}

/** The mark, as another process would have written it. */
function forge(file: string, changes: object): void {
  const mark = `${file}.writer`;
  const text = JSON.stringify({ ...JSON.parse(readFileSync(mark, "utf8")), ...changes });
  writeFileSync(`${mark}.other`, text);
  renameSync(`${mark}.other`, mark);
}

const unavailable = expect.objectContaining({ code: "ERR_AUDIT_UNAVAILABLE" });

describe("openAuditLog({ file }) of a log that is open", () => {
  it("is refused while another process has it, which is named", async () => {
    const file = newFile();
    const other = await holder(file);
    expect(() => openAuditLog({ file })).toThrow(unavailable);
    expect(() => openAuditLog({ file })).toThrow(`process ${other.pid}`);
    await other.kill();
    openAuditLog({ file }).close();
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
    expect(namesBeside(file)).toEqual(["audit.jsonl"]);
  });

  it("is refused within the same process", () => {
    const file = newFile();
    using log = openAuditLog({ file });
    expect(() => openAuditLog({ file })).toThrow("this process");
    log.record(entry());
    log.flush();
    expect(eventsOf(file)).toHaveLength(1);
  });

  it("is refused while another process is opening it", () => {
    const file = newFile();
    const claim = `${file}.writer.new`;
    writeFileSync(claim, "");
    expect(() => openAuditLog({ file })).toThrow("nobody else is opening");
    writeFileSync(claim, JSON.stringify(writerOf(process.pid)));
    expect(() => openAuditLog({ file })).toThrow("nobody else is opening");
  });

  it.each([
    ["named no process yet", ""],
    ["is named", JSON.stringify({ ...writerOf(process.pid), started: "1" })],
  ])(
    "is not refused for ever because of one that was killed while it opened it, and %s",
    (_, text) => {
      const file = newFile();
      const claim = `${file}.writer.new`;
      writeFileSync(claim, text);
      utimesSync(claim, 0, 0);
      openAuditLog({ file }).close();
      expect(namesBeside(file)).toEqual(["audit.jsonl"]);
    },
  );

  it("lets one in of several that find the same mark left, and the log is whole", async () => {
    const file = newFile();
    await (await holder(file)).kill();
    writeFileSync(`${file}.writer.new`, "");
    utimesSync(`${file}.writer.new`, 0, 0);
    const others = await Promise.all(
      Array.from({ length: 6 }, () => runChild(script, { args: [file, "once"] })),
    );
    expect(others.filter(({ stdout }) => stdout === "held\n").length).toBeGreaterThan(0);
    const { ok, events } = await verifyAuditLog(file);
    expect({ ok, events }).toEqual({
      ok: true,
      events: 100 * others.filter(({ status }) => status === 0).length,
    });
  });
});

describe("new WriterMark(file)", () => {
  const takenOver: readonly [string, object | string][] = [
    ["of a process that is gone", { pid: 2 ** 22 + 1 }],
    ["of an earlier process with the same number", { started: "1" }],
    ["of another boot, container or machine", { where: "elsewhere" }],
    ["that is no JSON", "{"],
    ["that names no process", { pid: "1" }],
    ["that would name a group of processes", { pid: -1, started: null }],
  ];

  it.each(takenOver)("takes over a mark %s", (_, mark) => {
    const file = newFile();
    const left = new WriterMark(file);
    if (typeof mark === "string") writeFileSync(`${file}.writer`, mark);
    else forge(file, mark);
    const taken = new WriterMark(file);
    expect([left.isOurs(), taken.isOurs()]).toEqual([false, true]);
    left.release();
    expect(taken.isOurs()).toBe(true);
    taken.release();
    expect(namesBeside(file)).toEqual([]);
  });

  it("is of the owner alone", () => {
    const file = newFile();
    new WriterMark(file);
    expect(statSync(`${file}.writer`).mode & 0o777).toBe(0o600);
  });
});

describe("a log that another process has taken over", () => {
  it.each([
    ["drop-and-count", undefined],
    ["refuse", "ERR_AUDIT_FULL"],
    ["block", "ERR_AUDIT_FULL"],
  ] as const)("is not written by the first one any more (%s)", async (onFull, code) => {
    const file = newFile();
    const log = openAuditLog({ file, onFull, queue: 1 });
    forge(file, { where: "elsewhere" });
    using other = openAuditLog({ file });
    other.record(entry({ resource: "other" }));
    other.flush();
    const thrown = [1, 2].map(() => {
      try {
        log.record(entry());
      } catch (error) {
        return (error as { code?: string }).code;
      }
      return undefined;
    });
    expect(thrown.at(-1)).toBe(code);
    expect(() => log.flush()).toThrow(unavailable);
    expect(() => log.close()).toThrow(unavailable);
    other.record(entry({ resource: "other" }));
    other.flush();
    expect(eventsOf(file).map(({ resource }) => resource)).toEqual(["other", "other"]);
    expect(await verifyAuditLog(file)).toMatchObject({ ok: true });
  });
});
