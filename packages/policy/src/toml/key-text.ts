import { parse } from "smol-toml";
import { escaped } from "./visible.js";

/** Where a value is: names of tables and keys, and indexes of lists. */
export type KeyPath = readonly (string | number)[];

/** A path as TOML writes keys: `wasm.modules."plugins/resize.wasm".dirs[0].guest`. */
export function keyText(path: KeyPath): string {
  return path.map(part).join("").replace(/^\./, "");
}

function part(name: string | number): string {
  return typeof name === "number" ? `[${name}]` : `.${nameText(name)}`;
}

/** One name as TOML writes it: in quotes where it has to be. */
export function nameText(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : escaped(JSON.stringify(name));
}

/** The names of a dotted key; undefined: it is none. */
export function parseKey(text: string): readonly string[] | undefined {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "");
  if (/[\n\r#=]/.test(outside)) return undefined; // more than a key
  try {
    return namesIn(parse(`${text} = 0`, { unsafeKeyBehaviour: "throw" }));
  } catch {
    return undefined;
  }
}

function namesIn(table: unknown): string[] {
  if (typeof table !== "object" || table === null) return [];
  return Object.entries(table).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
