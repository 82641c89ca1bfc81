/** Locks at random. */
import fc from "fast-check";
import type { LockEntry, Names } from "../../src/lock/entry.ts";
import { MAX_LOCKED_BYTES } from "../../src/lock/limits.ts";
import { entriesByPath, type Lock } from "../../src/lock/lock.ts";
import { sorted } from "../../src/lock/names.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    '"',
    "\\",
    "\u007f",
    "\u202e",
    '"""',
    "# no",
    "[[file]]",
  ),
);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
const names = fc.array(text, { maxLength: 5 }).map(sorted);
const wired: fc.Arbitrary<Names> = fc.oneof(
  names,
  fc.record({ count: fc.nat(), sha256: digest }, { noNullPrototype: true }),
);
const component = text
  .map((name) => name.replace(/[/\0]/g, "_"))
  .filter((name) => !["", ".", ".."].includes(name));
const path = fc
  .tuple(fc.boolean(), fc.array(component, { minLength: 1, maxLength: 3 }))
  .map(([isAbsolute, parts]) => (isAbsolute ? "/" : "") + parts.join("/"));

const any = {
  path,
  sha256: digest,
  size: fc.nat(MAX_LOCKED_BYTES),
  imports: wired,
  exports: wired,
};
const native = fc.record(
  {
    ...any,
    kind: fc.constantFrom("library" as const, "addon" as const),
    needed: names,
    soname: text,
    runpath: text,
  },
  {
    requiredKeys: ["path", "sha256", "size", "imports", "exports", "kind", "needed"],
    noNullPrototype: true,
  },
);
const wasm = fc.record({ ...any, kind: fc.constant("wasm" as const) }, { noNullPrototype: true });

export const entry: fc.Arbitrary<LockEntry> = fc.oneof(native, wasm);

export const entries = fc
  .uniqueArray(entry, { selector: ({ path }) => path, maxLength: 5 })
  .map((all) => entriesByPath(all));

export function lockOf(all: Lock["entries"]): Lock {
  return { file: null, folder: "/folder", entries: all, lineOf: () => null };
}
