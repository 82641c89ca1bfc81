/** What no value says by itself. */
import { isBelow } from "../files/is-below.js";
import { type KeyPath, keyText, parseKey } from "../toml/key-text.js";
import { entryAt, keyRows } from "./lookup.js";
import { nearest } from "./nearest.js";
import type { Problem } from "./problem.js";
import { located } from "./types/path.js";
import type { PolicyValues, WasmDirectory } from "./values.js";

/** @param folder where relative paths begin */
export function crossProblems(values: PolicyValues, folder: string): readonly Problem[] {
  return [
    ...timeouts(values),
    ...waivers(values),
    ...directories(values),
    ...twice(["ffi", "libraries"], values.ffi?.libraries, folder),
    ...twice(["wasm", "modules"], values.wasm?.modules, folder),
  ];
}

function timeouts({ ffi }: PolicyValues): readonly Problem[] {
  const [own, other] = [ffi?.call_timeout, ffi?.sandbox?.call_timeout];
  if (own === undefined || other === undefined || own === other) return [];
  return [
    {
      path: ["ffi", "sandbox", "call_timeout"],
      at: "value",
      message: "`ffi.call_timeout` and `ffi.sandbox.call_timeout` are the same key, and differ",
      expected: `one of them, or ${own} ms in both`,
      got: `${other} ms`,
    },
  ];
}

function waivers({ unsafe_unenforced = [] }: PolicyValues): readonly Problem[] {
  return unsafe_unenforced.flatMap(({ key }, index) => {
    const path = parseKey(key) ?? [];
    if (entryAt(path)?.kind === "key") return [];
    const keys = keyRows().filter(({ entry }) => entry.kind === "key");
    const known = keys.map((row) => keyText(withNames(row.path, path)));
    return [
      {
        path: ["unsafe_unenforced", index, "key"],
        at: "value",
        message: "a key is said to be unenforced that does not exist",
        expected: "a key with a value, such as `ffi.sandbox.process.memory`",
        got: `\`${key}\``,
        nearest: nearest(key, known),
      } as const,
    ];
  });
}

/** The row's path with the names that the author chose, to be compared with what the author wrote. */
function withNames(row: readonly string[], path: readonly string[]): readonly string[] {
  return row.map((name, at) => (name === "*" ? (path[at] ?? name) : name));
}

function directories({ wasm }: PolicyValues): readonly Problem[] {
  return Object.entries(wasm?.modules ?? {}).flatMap(([name, { dirs = [] }]) =>
    overlaps(["wasm", "modules", name, "dirs"], dirs),
  );
}

/** A guest's path would lead into two directories. */
function overlaps(path: KeyPath, directories: readonly WasmDirectory[]): readonly Problem[] {
  return directories.flatMap(({ guest }, index) => {
    const before = directories.slice(0, index);
    const other = before.find((each) => isBelow(guest, each.guest) || isBelow(each.guest, guest));
    if (other === undefined) return [];
    return [
      {
        path: [...path, index, "guest"],
        at: "value",
        message: `directories of \`${keyText(path)}\` overlap`,
        expected: "directories that are not in one another",
        got: `${JSON.stringify(guest)} beside ${JSON.stringify(other.guest)}`,
      } as const,
    ];
  });
}

/** Two tables of one file: nobody could tell which counts. */
function twice(path: KeyPath, tables: object | undefined, folder: string): readonly Problem[] {
  const seen = new Map<string, string>();
  return Object.keys(tables ?? {}).flatMap((name) => {
    const file = located(name, folder);
    const other = seen.get(file);
    seen.set(file, name);
    if (other === undefined) return [];
    return [
      {
        path: [...path, name],
        at: "key",
        message: `\`${keyText([...path, name])}\` is the same file as \`${keyText([...path, other])}\``,
        expected: "one table for each file",
      } as const,
    ];
  });
}
