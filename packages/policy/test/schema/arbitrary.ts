/** Policies at random, as they may be written: each key with some values that its type takes. */
import fc from "fast-check";
import { policyKeys } from "../../src/schema/keys.ts";
import { keyRows } from "../../src/schema/lookup.ts";
import type { Entry, KeyTable } from "../../src/schema/table.ts";
import type { PolicyInput } from "../../src/schema/values.ts";

/** Values of all kinds: a type takes some of them. */
const pool: readonly unknown[] = [
  ...[0, 1, 4, 10, 20, 64, 4096, 65_536, 2 ** 20, 2 ** 26, -1, 1.5],
  ...[true, false, "", " ", "x", "a b", "64MiB", "1 GiB", "512KiB", "500ms", "3 s", "5m", "1h"],
  ...["a".repeat(64), "0123456789ABCDEF".repeat(4), "./a/b", "../c", "/d//e/", ".", "/", "f/../g"],
  ...["*.so", "/usr/**/lib[a-f]?.so", "{a}", "LANG", "_x9", "parse_*", "parse", "env.log", "*.*"],
  ...["https://a.example", "https://*.Example.com:8443", "http://localhost:80", "https://*.com"],
  ...["GET", "POST", "seccomp", "memory", "because it has to be", "stack.size", "wasm . 'fuel'"],
  ...["ro", "rw", "fault", "refuse", "quarantine", "exit", "strong", "eventual", "debug", "block"],
];

const lists: readonly unknown[] = [
  [],
  ...pool.map((value) => [value]),
  ...pool.map((value) => [value, value]),
];

const candidates = new Map<Entry, readonly unknown[]>();

/** What a key takes. */
export function valuesOf(entry: Entry & { kind: "key" }): readonly unknown[] {
  const found =
    candidates.get(entry) ??
    [...pool, ...lists].filter((value) => entry.type.schema.safeParse(value).success);
  candidates.set(entry, found);
  return found;
}

const names = ["a", "b.so", "./c/d.wasm", "@scope/e", "/f"];

function arbitraryOf(entry: Entry): fc.Arbitrary<unknown> {
  if (entry.kind === "key") return fc.constantFrom(...valuesOf(entry));
  if (entry.kind === "table") return tableOf(entry);
  const inner = tableOf(entry.entry);
  return entry.kind === "list"
    ? fc.array(inner, { maxLength: 2 })
    : fc.dictionary(fc.constantFrom(...names), inner, { maxKeys: 2, noNullPrototype: true });
}

function tableOf({ keys }: KeyTable): fc.Arbitrary<object> {
  const entries = Object.entries(keys);
  const needed = entries.filter(
    ([, entry]) => entry.kind === "key" && entry.presence === "required",
  );
  return fc.record(Object.fromEntries(entries.map(([name, entry]) => [name, arbitraryOf(entry)])), {
    requiredKeys: needed.map(([name]) => name),
    noNullPrototype: true,
  });
}

/** Each key by itself is right; keys may be at odds with one another. */
export const written = tableOf(policyKeys) as fc.Arbitrary<PolicyInput>;

export const keys = keyRows().flatMap(({ path, entry }) =>
  entry.kind === "key" ? [[path.join("."), entry] as const] : [],
);
