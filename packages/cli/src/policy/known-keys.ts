/** Keys that a policy may have, with the names that its author chose where it has any. */
import { fail } from "@cofferdam/core";
import { keyRows, nearest, parseKey } from "@cofferdam/policy";
import { permissions } from "./permissions.js";

export interface KnownKey {
  /** `*` stands for a name that nobody chose. */
  readonly path: readonly string[];
  readonly type: string;
  readonly unit: string | null;
  /** As it would be written; null: none. */
  readonly default: unknown;
  readonly doc: string;
}

/**
 * @param text a key, or a table: then those in it; undefined: all
 * @param given the values of the policy's documents
 * @throws ERR_OPTION_RANGE
 */
export function keysAt(text: string | undefined, given: readonly object[]): readonly KnownKey[] {
  const path = text === undefined ? [] : parseKey(text.replaceAll(/(^|\.)\*/g, '$1"*"'));
  const found = path === undefined ? [] : patterns().filter((key) => begins(key.path, path));
  if (found.length === 0) throw unknownKey(text ?? "");
  return found.flatMap((key) => named(key, path ?? [], given));
}

/** Paths of all that is allowed by being named. */
export function manifestsIn(given: readonly object[]): readonly (readonly string[])[] {
  return permissions.flatMap((table) => {
    const names = new Set(given.flatMap((values) => namesIn(values, table)));
    return [...names].map((name) => [...table, name]);
  });
}

/** All keys of the table of keys, without its tables. */
export function patterns(): readonly KnownKey[] {
  return keyRows().flatMap(({ path, entry }) => {
    if (entry.kind !== "key") return [];
    const { type, doc, default: preset = null } = entry;
    return [{ path, type: type.name, unit: type.unit ?? null, default: preset, doc }];
  });
}

function begins(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    path.length <= pattern.length &&
    path.every((name, at) => pattern[at] === "*" || pattern[at] === name)
  );
}

/** One key for each name that is asked for, or that a document has in that place. */
function named(
  key: KnownKey,
  path: readonly string[],
  given: readonly object[],
): readonly KnownKey[] {
  const start = key.path.map((name, at) => (name === "*" ? (path[at] ?? name) : name));
  const at = start.indexOf("*");
  if (at === -1) return [{ ...key, path: start }];
  const names = new Set(given.flatMap((values) => namesIn(values, start.slice(0, at))));
  if (names.size === 0) return [{ ...key, path: start }];
  return [...names].map((name) => ({ ...key, path: start.with(at, name) }));
}

function namesIn(values: unknown, path: readonly string[]): readonly string[] {
  let value = values;
  for (const name of path) value = Object(value)[name];
  return Object.keys(Object(value));
}

function unknownKey(text: string): Error {
  const known = patterns().map(({ path }) => path.join("."));
  const meant = nearest(text, known);
  const way =
    meant === undefined ? "`cofferdam policy explain` lists them." : `Did you mean ${meant}?`;
  return fail(
    "ERR_OPTION_RANGE",
    `Expected a key of a policy for \`key\`, got ${JSON.stringify(text)}. ${way}`,
  );
}
