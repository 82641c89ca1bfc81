import { posix } from "node:path";
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
  const name = names.find((name) => (isFile ? absolute(name, reading) : name) === target);
  if (name === undefined) return undefined;
  const path = [...table, name];
  return { path, get: (key) => reading.get([...path, key]) };
}

function absolute(name: string, { document }: Reading): string {
  return posix.resolve(document.folder, name);
}
