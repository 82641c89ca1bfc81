/**
 * Every guest against every list of layers, compared with attack-table.json, which the documentation shows; and the
 * crimes against the heap where the library has one of its own, with heap-table.json.
 * COFFERDAM_BLESS=1 writes those files anew; then review their diff.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { buildGuests, hasRust } from "../guests/build.mjs";
import { escapes } from "../guests/escapes/catalogue.mjs";
import { type CommitResult, commit, type LayerList } from "./commit.ts";
import { blessed, rowIn } from "./golden.ts";
import { inParallel } from "./in-parallel.ts";
import { commitAlone, fateOf, type Guest, guests, verdictOf } from "./verdict.ts";

const ATTACKS = new URL("../attack-table.json", import.meta.url);
const HEAP = new URL("../heap-table.json", import.meta.url);

const lists: readonly LayerList[] = [
  "plain koffi",
  "isolate([])",
  "stack",
  "signals",
  "signals, stack",
  "signals, deadline, stack, memory",
  "process-helper",
  "process-helper, signals, stack",
];
const PRIVATE = "signals, stack, privateHeap";
const PRIVATE_COLUMN = "`privateHeap: true`";
const HEAP_CRIMES = ["double_free_small", "double_free_large", "free_invalid", "heap_corruption"];
const heapGuests = guests.filter(({ name }) => HEAP_CRIMES.includes(name));

/** A guest that cannot be built here keeps the results that are stored. */
const canBuild = (guest: Guest) => hasRust || !("rust" in guest);
const built = guests.filter(canBuild);
const results = new Map<string, CommitResult>();

beforeAll(async () => {
  await buildGuests();
  await inParallel([...lists, PRIVATE], commitTogether);
  await inParallel(unanswered(), async ([list, guest]) => {
    results.set(keyOf(list, guest), await commitAlone(list, guest));
  });
}, 400_000);

describe("the attack table", () => {
  it("is what attack-table.json says", async () => {
    const table = await Promise.all(guests.map(rowOf));
    expect(table).toEqual(await blessed(ATTACKS, table));
  });

  it("shows that plain koffi contains none of them: nothing would be proved otherwise", () => {
    const contained = built.filter((guest) => {
      return !/^not contained/.test(cellOf("plain koffi", guest));
    });
    expect(contained).toEqual([]);
  });
});

describe("the table of crimes against the heap", () => {
  it("is what heap-table.json says", async () => {
    const table = heapGuests.map((guest) => ({
      guest: guest.name,
      title: guest.title,
      "the host's heap": cellOf("signals, stack", guest),
      [PRIVATE_COLUMN]: cellOf(PRIVATE, guest),
    }));
    expect(table).toEqual(await blessed(HEAP, table));
  });
});

describe("[signals, stack] and a guest that", () => {
  for (const guest of escapes) {
    const skipped = canBuild(guest) ? "" : " (skipped, with the results that are stored: no rustc)";
    it.skipIf(skipped)(`${guest.title} (${guest.name}): ${guest.ends}${skipped}`, () => {
      const result = resultOf("signals, stack", guest);
      expect(fateOf(guest, result), result.child.stderr).toBe(guest.ends);
    });
  }
});

describe("[signals, deadline, stack, memory] and a guest that", () => {
  const hanging = escapes.filter(({ ends }) => ends === "hangs");
  for (const guest of hanging) {
    it(`${guest.title} (${guest.name}): ERR_ISOLATION_TIMEOUT`, () => {
      const result = resultOf("signals, deadline, stack, memory", guest);
      expect(fateOf(guest, result), result.child.stderr).toBe("ERR_ISOLATION_TIMEOUT");
    });
  }
});

describe("[process-helper] and a guest that", () => {
  it.each(escapes.filter(canBuild))("$title ($name): the host goes on, unharmed", (guest) => {
    expect(cellOf("process-helper", guest)).toMatch(/^contained/);
    expect(cellOf("process-helper, signals, stack", guest)).toMatch(/^contained/);
  });
});

async function rowOf(guest: Guest): Promise<Readonly<Record<string, string>>> {
  if (!canBuild(guest)) return (await rowIn(ATTACKS, guest.name)) ?? {};
  const cells = lists.map((list) => [list, cellOf(list, guest)]);
  return { guest: guest.name, title: guest.title, ...Object.fromEntries(cells) };
}

function cellOf(list: LayerList, guest: Guest): string {
  return verdictOf(list, guest, resultOf(list, guest));
}

function resultOf(list: LayerList, guest: Guest): CommitResult {
  return results.get(keyOf(list, guest)) as CommitResult;
}

function keyOf(list: LayerList, { name }: Guest): string {
  return `${list}: ${name}`;
}

/**
 * One child for those that are contained, to go by the stored results; what it does not survive, and the rest, is
 * committed one by one.
 */
async function commitTogether(list: LayerList): Promise<void> {
  const file = list === PRIVATE ? HEAP : ATTACKS;
  const column = list === PRIVATE ? PRIVATE_COLUMN : list;
  const rows = await Promise.all(guestsOf(list).map(({ name }) => rowIn(file, name)));
  const together = guestsOf(list).filter((_, at) => rows[at]?.[column]?.startsWith("contained"));
  const names = together.map(({ name }) => name);
  const result = await commit(list, names);
  for (const guest of together) {
    if (result.reports.has(guest.name)) results.set(keyOf(list, guest), result);
  }
}

function unanswered(): readonly (readonly [LayerList, Guest])[] {
  const all = [...lists, PRIVATE] as const;
  return all
    .flatMap((list) => guestsOf(list).map((guest) => [list, guest] as const))
    .filter(([list, guest]) => !results.has(keyOf(list, guest)));
}

function guestsOf(list: LayerList): readonly Guest[] {
  return list === PRIVATE ? heapGuests : built;
}
