import { runChild } from "@cofferdam/testing/child.ts";
import { expect } from "vitest";
import { openAuditLog } from "../../src/audit/audit-log.ts";
import type { Verification } from "../../src/audit/reading/verification.ts";
import { verifyAuditLog } from "../../src/audit/reading/verify.ts";
import { entry } from "./logs.ts";

const script = new URL("children/record-forever.mjs", import.meta.url);

/** Kills a process that records, and looks at what it left. */
export async function killOnce(file: string, rotate: number, ms: number): Promise<Verification> {
  const child = await runChild(script, {
    args: [file, `${rotate}`],
    when: { text: "ready", run: (pid) => setTimeout(() => process.kill(-pid, "SIGKILL"), ms) },
  });
  expect(child).toMatchObject({ signal: "SIGKILL", timedOut: false, stderr: "" });
  const found = await verifyAuditLog(file);
  expect(found.problems).toEqual([]);
  expect((found.begins as number) + found.events - 1).toBe(found.head?.events);
  return found;
}

/** Another process goes on with it. */
export async function goOn(file: string, { head }: Verification): Promise<void> {
  using log = openAuditLog({ file, rotate: 0 });
  expect(log.record(entry())).toBe(`${head?.log}-${(head?.events as number) + 1}`);
  log.flush();
  expect(await verifyAuditLog(file)).toMatchObject({ ok: true, head: log.head() });
}
