import { posix } from "node:path";
import { realPathOf } from "@cofferdam/admission";
import { fail } from "@cofferdam/core";
import { keyText } from "../toml/key-text.js";
import type { KeyPath, Reading } from "./reading.js";

/** What a document says of one target. */
export interface Manifest {
  readonly path: KeyPath;
  get(key: string): unknown;
}

/** Tables whose keys are files, from the document's folder; the others' are names. */
const ofFiles = new Set(["ffi.libraries", "wasm.modules"]);

/**
 * undefined: there is none of it.
 *
 * @throws ERR_POLICY_INVALID: there are two of one file
 */
export function manifestOf(reading: Reading, table: KeyPath, target: string): Manifest | undefined {
  const names = namesIn(reading, table).get(target) ?? [];
  const [name, other] = names;
  if (other !== undefined) throw twoError(reading, table, names);
  if (name === undefined) return undefined;
  const path = [...table, name];
  return { path, get: (key) => reading.get([...path, key]) };
}

type Names = ReadonlyMap<string, readonly string[]>;

const indexes = new WeakMap<Reading, Map<string, Names>>();

/** Names of manifests by what they mean. Links are followed once: a manifest is of the file that its name led to then. */
function namesIn(reading: Reading, table: KeyPath): Names {
  const index = indexes.get(reading) ?? new Map<string, Names>();
  indexes.set(reading, index);
  const key = table.join(".");
  const names = index.get(key) ?? namesOf(reading, table, ofFiles.has(key));
  index.set(key, names);
  return names;
}

function namesOf(reading: Reading, table: KeyPath, isFile: boolean): Names {
  const names = new Map<string, string[]>();
  for (const name of Object.keys(Object(reading.get(table)))) {
    const meant = isFile ? realPath(posix.resolve(reading.document.folder, name)) : name;
    names.set(meant, [...(names.get(meant) ?? []), name]);
  }
  return names;
}

/** What is said of a link would otherwise be said of nothing. */
function realPath(path: string): string {
  try {
    return realPathOf(path).realPath;
  } catch {
    return path; // there is no such file now
  }
}

/** Nobody could tell which counts. The same name written twice is found when the file is read. */
function twoError({ document }: Reading, table: KeyPath, names: readonly string[]): Error {
  const keys = names.map((name) => keyText([...table, name])).join(" and ");
  return fail(
    "ERR_POLICY_INVALID",
    `Expected one table for each file in ${document.file}, got ${keys}, which lead to the same. Keep one of them.`,
  );
}
