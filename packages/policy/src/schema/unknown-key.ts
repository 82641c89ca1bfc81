/** A key that is not in the table: what was probably meant. */
import { type KeyPath, keyText, nameText } from "../toml/key-text.js";
import { escaped } from "../toml/visible.js";
import { entryAt, keyRows } from "./lookup.js";
import { nearest } from "./nearest.js";
import type { Problem } from "./problem.js";

/** More keys than this are not listed. */
const MAX_LISTED = 12;

/** @param value what it has */
export function unknownKey(path: KeyPath, value: unknown): Problem {
  const table = path.slice(0, -1);
  const known = keysOf(table);
  const name = String(path.at(-1));
  const near = nearest(name, known);
  const problem = { path, at: "key", message: `unknown key \`${keyText(path)}\`` } as const;
  if (near !== undefined) return { ...problem, expected: among(table), nearest: near };
  const way = cutName(table, name, value) ?? elsewhere(name) ?? listed(known);
  return { ...problem, expected: `${among(table)}${way}` };
}

function keysOf(table: KeyPath): readonly string[] {
  const entry = entryAt(table);
  return entry?.kind === "table" ? Object.keys(entry.keys) : [];
}

function among(table: KeyPath): string {
  return table.length === 0 ? "one of the keys of a policy" : `one of the keys of ${where(table)}`;
}

function where(table: KeyPath): string {
  return table.some((name) => typeof name === "number") ? keyText(table) : `[${keyText(table)}]`;
}

/** `[ffi.libraries.libparser.so]` is a table `so` in a table `libparser`. */
function cutName(table: KeyPath, name: string, value: unknown): string | undefined {
  const isNamed = entryAt(table.slice(0, -1))?.kind === "named";
  if (!isNamed || typeof value !== "object" || value === null) return undefined;
  const whole = nameText(`${table.at(-1)}.${name}`);
  return `; a name with dots is written in quotes: ${where(table.slice(0, -1)).slice(0, -1)}.${whole}]`;
}

/** The right key in the wrong table. */
function elsewhere(name: string): string | undefined {
  const found = keyRows().find(({ path }) => path.at(-1) === name);
  if (found === undefined) return undefined;
  const table = found.path.slice(0, -1).map((part) => (part === "*" ? "…" : part));
  return table.length === 0
    ? `; \`${name}\` belongs before the first table`
    : `; \`${name}\` is one of [${table.join(".")}]`;
}

function listed(known: readonly string[]): string {
  if (known.length === 0 || known.length > MAX_LISTED) return "";
  return `: ${escaped(known.join(", "))}`;
}
