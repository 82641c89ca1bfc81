import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { AuditEntry, AuditEvent } from "../../src/audit/event.ts";
import type { NoteLine } from "../../src/audit/line/note.ts";

const files: string[] = [];

afterAll(() => {
  for (const file of files.splice(0)) rmSync(dirname(file), { recursive: true, force: true });
});

/** In a folder of its own, which goes with the test file. */
export function newFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), "audit-")), "audit.jsonl");
  files.push(file);
  return file;
}

export function entry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: "library",
    target: "/usr/lib/libparser.so",
    action: "call",
    resource: "parse",
    level: "info",
    outcome: "allow",
    rule: { key: "ffi.enabled", file: "cofferdam.toml", line: 2 },
    generation: 1,
    ...changes,
  };
}

/** Of one file. */
export function linesOf(file: string): readonly (AuditEvent & NoteLine)[] {
  const text = readFileSync(file, "utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

export function eventsOf(file: string): readonly AuditEvent[] {
  return linesOf(file).filter(({ id }) => id !== undefined);
}

export function notesOf(file: string): readonly NoteLine[] {
  return linesOf(file).filter(({ note }) => note !== undefined);
}

/** Of the log's folder. */
export function namesBeside(file: string): readonly string[] {
  return readdirSync(join(file, "..")).sort();
}

export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn();
}
