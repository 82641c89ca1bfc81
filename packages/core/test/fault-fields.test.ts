import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RawFault } from "../dist/native.js";
import { nativeFault } from "../dist/native-fault.js";

/** enum cd_fault_kind of layer_abi.h */
const kinds = [1, 2, 3, 4, 5];

/** A fault as the addon hands it over, with all that one may have. */
const full: Omit<RawFault, "kind"> = {
  signal: 6,
  code: -6,
  address: "0x0",
  pc: "0x1",
  limit: 4096,
  elapsed: 20,
  abandoned: 1,
  aborted: true,
  argument: 0,
  offset: 8,
  access: 1,
  language: 1,
  type: "int",
  reason: "42",
  caughtBy: "test",
  frames: [],
  registers: ["0x2"],
};

interface Row {
  readonly fields: readonly string[];
  readonly of: readonly string[];
  readonly what: string;
}

/** The table of the README. */
function rows(): readonly Row[] {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, table = ""] = /^\| field \| of \|.*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(readme) ?? [];
  return table.split("\n").map((row) => {
    const [, fields = "", of = "", what = ""] = row.split("|");
    const kinds = of.trim() === "all" ? faults.map(({ kind }) => kind) : quoted(of);
    return { fields: quoted(fields), of: kinds, what };
  });
}

function documented(kind: string): readonly string[] {
  const own = rows().filter(({ of }) => of.includes(kind));
  return own.flatMap(({ fields }) => fields).sort();
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
}

const faults = kinds.map((kind) => nativeFault({ ...full, kind }));

describe("packages/core/README.md", () => {
  it("has each field of each kind of fault that is made, and none that is not", () => {
    for (const fault of faults) {
      expect(documented(fault.kind), fault.kind).toEqual(Object.keys(fault).sort());
    }
    const kinds = new Set<string>(faults.map(({ kind }) => kind));
    expect(new Set(rows().flatMap(({ of }) => of))).toEqual(kinds);
  });

  it("says of each field that may be absent that it may", () => {
    const { type: _type, reason: _reason, registers: _registers, ...others } = full;
    const least = { ...others, language: 0, aborted: false };
    const absent = kinds.flatMap((kind) => {
      const bare = nativeFault({ ...least, kind });
      return Object.keys(nativeFault({ ...full, kind })).filter((key) => !(key in bare));
    });
    const said = rows().filter(({ what }) => /else absent|only with/.test(what));
    expect(said.flatMap(({ fields }) => fields).sort()).toEqual([...new Set(absent)].sort());
  });
});
