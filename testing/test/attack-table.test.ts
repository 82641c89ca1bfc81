/**
 * Every guest against every list of layers, compared with attack-table.json, which the documentation shows.
 * COFFERDAM_BLESS=1 writes that file anew; then review its diff.
 */
import { readFile, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { buildGuests } from "../guests/build.mjs";
import { escapes } from "../guests/escapes/catalogue.mjs";
import { type CommitResult, commit, type LayerList } from "./commit.ts";
import { commitAlone, fateOf, type Guest, guests, verdictOf } from "./verdict.ts";

const GOLDEN = new URL("../attack-table.json", import.meta.url);
const PARALLEL = 3; // one of them may be waiting for a guest that hangs

const lists: readonly LayerList[] = [
  "none",
  "stack",
  "signals",
  "signals, stack",
  "signals, deadline, stack, memory",
];
const results = new Map<string, CommitResult>();

beforeAll(async () => {
  await buildGuests();
  for (const list of lists) await commitAll(list);
}, 180_000);

describe("the attack table", () => {
  it("is what attack-table.json says", async () => {
    const table = guests.map(rowOf);
    if (process.env.COFFERDAM_BLESS) await writeFile(GOLDEN, `${JSON.stringify(table, null, 2)}\n`);
    expect(table).toEqual(JSON.parse(await readFile(GOLDEN, "utf8")));
  });

  it("shows that plain koffi contains none of them: nothing would be proved otherwise", () => {
    const contained = guests.map(rowOf).filter(({ none }) => !/^not contained/.test(String(none)));
    expect(contained).toEqual([]);
  });
});

describe("[signals, stack] and a guest that", () => {
  for (const guest of escapes) {
    it(`${guest.title} (${guest.name}): ${guest.ends}`, () => {
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

function rowOf(guest: Guest): Readonly<Record<string, string>> {
  const cells = lists.map((list) => [list, verdictOf(list, guest, resultOf(list, guest))]);
  return { guest: guest.name, title: guest.title, ...Object.fromEntries(cells) };
}

function resultOf(list: LayerList, { name }: Guest): CommitResult {
  return results.get(`${list}: ${name}`) as CommitResult;
}

/** Where crimes are contained one child is enough for them; the rest is committed one by one. */
async function commitAll(list: LayerList): Promise<void> {
  const contains = list !== "none" && list !== "stack";
  const crimes = guests.filter((guest) => "expect" in guest).map(({ name }) => name);
  const together = contains ? await commit(list, crimes) : undefined;
  await inParallel(guests, async (guest) => {
    const result = together?.reports.has(guest.name) ? together : await commitAlone(list, guest);
    results.set(`${list}: ${guest.name}`, result);
  });
}

async function inParallel(
  all: readonly Guest[],
  act: (guest: Guest) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}
