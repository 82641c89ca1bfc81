/**
 * Every guest against the lists of layers in this process, compared with attack-table.json, which the documentation shows;
 * and the crimes against the heap where the library has one of its own, with heap-table.json. The lists with a helper are in
 * attack-table-helper.slow.test.ts. COFFERDAM_BLESS=1 writes those columns anew; then review their diff.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { escapes } from "../guests/escapes/catalogue.mjs";
import { AttackColumns, built, canBuild, namedAsLists } from "./attack-columns.ts";
import type { LayerList } from "./commit.ts";
import { blessed } from "./golden.ts";
import { fateOf } from "./verdict.ts";

const ATTACKS = new URL("../attack-table.json", import.meta.url);
const HEAP = new URL("../heap-table.json", import.meta.url);

const lists: readonly LayerList[] = [
  "plain koffi",
  "isolate([])",
  "stack",
  "signals",
  "signals, stack",
  "signals, deadline, stack, memory",
];
const HEAP_CRIMES = ["double_free_small", "double_free_large", "free_invalid", "heap_corruption"];
const heapGuests = built.filter(({ name }) => HEAP_CRIMES.includes(name));

const attacks = new AttackColumns(ATTACKS, built, namedAsLists(lists));
const heap = new AttackColumns(
  HEAP,
  heapGuests,
  new Map<LayerList, string>([
    ["signals, stack", "the host's heap"],
    ["signals, stack, privateHeap", "`privateHeap: true`"],
  ]),
);

beforeAll(async () => {
  await attacks.collect();
  await heap.collect();
}, 400_000);

describe("the attack table", () => {
  it("is what attack-table.json says", async () => {
    const table = built.map((guest) => attacks.row(guest));
    expect(table).toEqual(await blessed(ATTACKS, table));
  });

  it("shows that plain koffi contains none of them: nothing would be proved otherwise", () => {
    const contained = built.filter((guest) => {
      return !/^not contained/.test(attacks.cell("plain koffi", guest));
    });
    expect(contained).toEqual([]);
  });
});

describe("the table of crimes against the heap", () => {
  it("is what heap-table.json says", async () => {
    const table = heapGuests.map((guest) => heap.row(guest));
    expect(table).toEqual(await blessed(HEAP, table));
  });
});

describe("[signals, stack] and a guest that", () => {
  for (const guest of escapes) {
    const skipped = canBuild(guest) ? "" : " (skipped, with the results that are stored: no rustc)";
    it.skipIf(skipped)(`${guest.title} (${guest.name}): ${guest.ends}${skipped}`, () => {
      const result = attacks.result("signals, stack", guest);
      expect(fateOf(guest, result), result.child.stderr).toBe(guest.ends);
    });
  }
});

describe("[signals, deadline, stack, memory] and a guest that", () => {
  const hanging = escapes.filter(({ ends }) => ends === "hangs");
  for (const guest of hanging) {
    it(`${guest.title} (${guest.name}): ERR_ISOLATION_TIMEOUT`, () => {
      const result = attacks.result("signals, deadline, stack, memory", guest);
      expect(fateOf(guest, result), result.child.stderr).toBe("ERR_ISOLATION_TIMEOUT");
    });
  }
});
