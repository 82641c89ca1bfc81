/**
 * Every crime of an addon with and without layers, compared with addon-table.json, which the documentation shows.
 * COFFERDAM_BLESS=1 writes that file anew; then review its diff.
 */
import { renameSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { type ChildResult, runChild } from "../child.ts";
import { compileGuest } from "../compile.ts";
import { addonCrimes } from "../fixtures/addon-crimes.mjs";
import { blessed, rowIn } from "./golden.ts";
import { inParallel } from "./in-parallel.ts";

const GOLDEN = new URL("../addon-table.json", import.meta.url);
const SCRIPT = new URL("../fixtures/commit-addon.mjs", import.meta.url);
const SOURCE = new URL("../../packages/addons/test/guests/crimes.c", import.meta.url);

const lists = ["plain Node", "signals", "signals, stack"];
const addon = compileAddon();
const verdicts = new Map<string, string>();

beforeAll(async () => {
  await inParallel(lists, commitTogether);
  const left = lists.flatMap((list) => addonCrimes.map(({ guest }) => [list, guest] as const));
  await inParallel(
    left.filter(([list, guest]) => !verdicts.has(`${list}: ${guest}`)),
    async ([list, guest]) => commit(list, [guest]),
  );
}, 120_000);

describe("the table of crimes of an addon", () => {
  it("is what addon-table.json says", async () => {
    const table = addonCrimes.map(({ guest, title }) => {
      const cells = lists.map((list) => [list, verdicts.get(`${list}: ${guest}`)]);
      return { guest, title, ...Object.fromEntries(cells) };
    });
    expect(table).toEqual(await blessed(GOLDEN, table));
  });

  it("shows that plain Node contains none of them: nothing would be proved otherwise", () => {
    const all = addonCrimes.map(({ guest }) => verdicts.get(`plain Node: ${guest}`));
    expect(all.filter((verdict) => !verdict?.startsWith("not contained"))).toEqual([]);
  });
});

/** One child for those that are contained, to go by the stored results. */
async function commitTogether(list: string): Promise<void> {
  const rows = await Promise.all(addonCrimes.map(({ guest }) => rowIn(GOLDEN, guest)));
  const together = addonCrimes.filter((_, at) => rows[at]?.[list]?.startsWith("contained"));
  if (together.length === 0) return;
  await commit(
    list,
    together.map(({ guest }) => guest),
  );
}

/** Has one child commit the crimes, and notes what came of those that it survived; or of the only one. */
async function commit(list: string, crimes: readonly string[]): Promise<void> {
  const nodeArgs = ["--expose-gc"];
  const child = await runChild(SCRIPT, { nodeArgs, args: [list, addon, ...crimes] });
  const lines = child.stdout.split("\n").filter((line) => line.startsWith("{"));
  for (const { name, told, troubles } of lines.map((line) => JSON.parse(line))) {
    const [how, word] = troubles.length
      ? [troubles.join("; "), "not contained"]
      : [told, "contained"];
    verdicts.set(`${list}: ${name}`, `${word}: ${how}`);
  }
  const [crime, ...others] = crimes;
  const died = `${list}: ${crime}`;
  if (others.length === 0 && !verdicts.has(died)) verdicts.set(died, fateOf(child));
}

function fateOf({ signal, status }: ChildResult): string {
  return `not contained: ${signal ? `killed by ${signal}` : `exits with ${status}`}`;
}

function compileAddon(): string {
  const headers: string = createRequire(import.meta.url)("node-api-headers").include_dir;
  const library = compileGuest(SOURCE, [`-I${headers}`]);
  const path = library.replace(/\.so$/, ".node"); // by its ending, `require` knows it
  renameSync(library, path);
  return path;
}
