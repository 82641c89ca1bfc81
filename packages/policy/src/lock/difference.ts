import type { LockEntry, Names } from "./entry.js";
import type { Lock } from "./lock.js";

/** One thing that is not as it was. Of a list each name by itself. */
export interface Difference {
  readonly what:
    | "kind"
    | "sha256"
    | "size"
    | "soname"
    | "runpath"
    | "needed"
    | "import"
    | "imports"
    | "export"
    | "exports";
  /** null: there was none. */
  readonly from: string | null;
  /** null: there is none any more. */
  readonly to: string | null;
}

export interface FileChange {
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  /** Of a file that is in both. */
  readonly differences: readonly Difference[];
}

/** In the order of their paths; none: both lock the same. */
export function diffLocks(
  { entries: before }: Pick<Lock, "entries">,
  { entries: after }: Pick<Lock, "entries">,
): readonly FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => changeOf(path, before.get(path), after.get(path)) ?? []);
}

function changeOf(path: string, from?: LockEntry, to?: LockEntry): FileChange | undefined {
  if (from === undefined) return { path, change: "added", differences: [] };
  if (to === undefined) return { path, change: "removed", differences: [] };
  const differences = differencesOf(from, to);
  return differences.length === 0 ? undefined : { path, change: "changed", differences };
}

export function differencesOf(from: LockEntry, to: LockEntry): readonly Difference[] {
  return [
    ...changed("kind", from.kind, to.kind),
    ...changed("sha256", from.sha256, to.sha256),
    ...changed("size", from.size, to.size),
    ...changed("soname", nativeText(from, "soname"), nativeText(to, "soname")),
    ...changed("runpath", nativeText(from, "runpath"), nativeText(to, "runpath")),
    ...exchanged("needed", neededOf(from), neededOf(to)),
    ...wired(["import", "imports"], from.imports, to.imports),
    ...wired(["export", "exports"], from.exports, to.exports),
  ];
}

type What = Difference["what"];
type Value = string | number | undefined;

function changed(what: What, from: Value, to: Value): readonly Difference[] {
  return from === to ? [] : [{ what, from: textOf(from), to: textOf(to) }];
}

function textOf(value: Value): string | null {
  return value === undefined ? null : String(value);
}

function nativeText(entry: LockEntry, key: "soname" | "runpath"): string | undefined {
  return entry.kind === "wasm" ? undefined : entry[key];
}

function neededOf(entry: LockEntry): readonly string[] {
  return entry.kind === "wasm" ? [] : entry.needed;
}

/** @param names what one is called, and what all are */
function wired([one, all]: readonly [What, What], from: Names, to: Names): readonly Difference[] {
  if (isList(from) && isList(to)) return exchanged(one, from, to);
  return changed(all, summary(from), summary(to));
}

function exchanged(
  what: What,
  from: readonly string[],
  to: readonly string[],
): readonly Difference[] {
  const [before, after] = [new Set(from), new Set(to)];
  return [
    ...to.filter((name) => !before.has(name)).map((name) => ({ what, from: null, to: name })),
    ...from.filter((name) => !after.has(name)).map((name) => ({ what, from: name, to: null })),
  ];
}

function isList(names: Names): names is readonly string[] {
  return Array.isArray(names);
}

function summary(names: Names): string {
  return isList(names) ? `${names.length} names` : `${names.count} names (sha256 ${names.sha256})`;
}
