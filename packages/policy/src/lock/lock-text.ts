/**
 * A lock as TOML. Written by hand rather than by a library, so that each name has a line of its own: what changes in a lock is
 * to be read.
 */
import { escaped } from "../toml/visible.js";
import type { LockEntry } from "./entry.js";
import type { Lock } from "./lock.js";

export const LOCK_VERSION = 1;

const HEAD = `# What may be loaded, as it was when \`cofferdam lock\` wrote this. Read what changes here as you would read code.
version = ${LOCK_VERSION}
`;

const KEYS = [
  "path",
  "kind",
  "sha256",
  "size",
  "soname",
  "runpath",
  "needed",
  "imports",
  "exports",
] as const;

/** The same text on every machine, for the same files. */
export function lockText({ entries }: Pick<Lock, "entries">): string {
  return [HEAD, ...[...entries.values()].map(entryText)].join("\n");
}

function entryText(entry: LockEntry): string {
  const values: Partial<Record<(typeof KEYS)[number], unknown>> = entry;
  const pairs = KEYS.filter((key) => values[key] !== undefined);
  const lines = pairs.map((key) => `${key} = ${valueText(values[key])}\n`);
  return `[[file]]\n${lines.join("")}`;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return textOf(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value as object).map(
    ([key, inner]) => `${key} = ${valueText(inner)}`,
  );
  return `{ ${pairs.join(", ")} }`;
}

function listText(names: readonly string[]): string {
  if (names.length === 0) return "[]";
  return `[\n${names.map((name) => `  ${textOf(name)},\n`).join("")}]`;
}

function textOf(text: string): string {
  return escaped(JSON.stringify(text));
}

/** Where an entry begins in a lock's text: as it is written above. null: somebody else wrote it. */
export function lineOfPath(text: string, path: string): number | null {
  const index = text.split(/\r?\n/).indexOf(`path = ${textOf(path)}`);
  return index === -1 ? null : index + 1;
}
