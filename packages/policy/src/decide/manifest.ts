import { posix } from "node:path";
import { realPathOf } from "@cofferdam/admission";
import type { KeyPath, Reading } from "./reading.js";

/** What a document says of one target. */
export interface Manifest {
  readonly path: KeyPath;
  get(key: string): unknown;
}

/** Tables whose keys are files, from the document's folder; the others' are names. */
const ofFiles = new Set(["ffi.libraries", "wasm.modules"]);

/** undefined: there is none of it. */
export function manifestOf(reading: Reading, table: KeyPath, target: string): Manifest | undefined {
  const names = Object.keys(Object(reading.get(table)));
  const isFile = ofFiles.has(table.join("."));
  const name = isFile ? fileNamed(names, reading, target) : names.find((name) => name === target);
  if (name === undefined) return undefined;
  const path = [...table, name];
  return { path, get: (key) => reading.get([...path, key]) };
}

/** A name may be a link to the file: what is said of that would otherwise be said of nothing. */
function fileNamed(names: readonly string[], reading: Reading, target: string): string | undefined {
  return (
    names.find((name) => absolute(name, reading) === target) ??
    names.find((name) => leadsTo(absolute(name, reading)) === target)
  );
}

function leadsTo(path: string): string | undefined {
  try {
    return realPathOf(path).realPath;
  } catch {
    return undefined; // there is no such file now
  }
}

function absolute(name: string, { document }: Reading): string {
  return posix.resolve(document.folder, name);
}
