import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf, diffLocks } from "../../src/lock/difference.ts";
import { changesText, differencesText } from "../../src/lock/difference-text.ts";
import type { NativeEntry } from "../../src/lock/entry.ts";
import { entriesByPath } from "../../src/lock/lock.ts";
import { entries, entry, lockOf } from "./arbitrary.ts";

const before: NativeEntry = {
  path: "libs/libparser.so",
  kind: "library",
  sha256: "3a".repeat(32),
  size: 100,
  soname: "libparser.so.1",
  needed: ["libc.so.6"],
  imports: ["free", "malloc"],
  exports: ["parse", "parse_all"],
};
const after: NativeEntry = {
  ...before,
  sha256: "91".repeat(32),
  size: 120,
  runpath: "/tmp",
  needed: ["libc.so.6", "libdl.so.2"],
  imports: ["free", "malloc", "system"],
  exports: ["parse_all"],
};
const lockWith = (...all: readonly NativeEntry[]) => lockOf(entriesByPath(all));

describe("differencesOf(from, to)", () => {
  it("tells each thing that is not as it was, names one by one", () => {
    expect(differencesText(differencesOf(before, after)).split("\n")).toEqual([
      `  ~ sha256 ${before.sha256} → ${after.sha256}`,
      "  ~ size 100 → 120",
      "  ~ runpath (none) → /tmp",
      "  + needed libdl.so.2",
      "  + import system",
      "  - export parse",
    ]);
  });

  it("tells names that only have a digest by that", () => {
    const many = { count: 5000, sha256: "d".repeat(64) };
    expect(differencesOf(before, { ...before, exports: many })).toEqual([
      { what: "exports", from: "2 names", to: `5000 names (sha256 ${many.sha256})` },
    ]);
    expect(differencesOf({ ...before, exports: many }, { ...before, exports: many })).toEqual([]);
  });

  it("finds none only between entries that are the same", () => {
    const pair = fc.oneof(
      fc.tuple(entry, entry),
      entry.map((one) => [one, { ...one }] as const),
    );
    fc.assert(
      fc.property(pair, ([from, to]) => {
        const { path: _from, ...left } = from;
        const { path: _to, ...right } = to;
        const isSame = JSON.stringify(sortedKeys(left)) === JSON.stringify(sortedKeys(right));
        expect(differencesOf(from, to).length === 0).toBe(isSame);
      }),
    );
  });

  it("shows what a terminal would hide", () => {
    const to = { ...before, imports: [...(before.imports as string[]), "a\u202eb\u001b[2J"] };
    expect(differencesText(differencesOf(before, to))).toBe("  + import a\\u202eb\\u001b[2J");
  });

  it("spells out as many as anybody would read", () => {
    const imports = Array.from({ length: 80 }, (_, index) => `f${index}`);
    const text = differencesText(differencesOf({ ...before, imports: [] }, { ...before, imports }));
    expect(text.split("\n")).toHaveLength(51);
    expect(text).toContain("… and 30 more");
  });
});

describe("diffLocks(before, after)", () => {
  it("tells files that came, went and changed, in the order of their paths", () => {
    const gone = { ...before, path: "a.so" };
    const came = { ...before, path: "z.so" };
    const changes = diffLocks(lockWith(gone, before), lockWith(after, came));
    expect(changes.map(({ path, change }) => [path, change])).toEqual([
      ["a.so", "removed"],
      ["libs/libparser.so", "changed"],
      ["z.so", "added"],
    ]);
    const text = changesText(changes).split("\n");
    expect(text[0]).toBe("- a.so");
    expect(text[1]).toBe("libs/libparser.so");
    expect(text.at(-1)).toBe("+ z.so");
  });

  it("finds nothing between a lock and itself, and the opposite the other way around", () => {
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        expect(diffLocks(lockOf(one), lockOf(one))).toEqual([]);
        const there = diffLocks(lockOf(one), lockOf(other));
        const back = diffLocks(lockOf(other), lockOf(one));
        expect(back.map(({ path }) => path)).toEqual(there.map(({ path }) => path));
      }),
    );
  });
});

function sortedKeys(value: object): object {
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
}
