/** The columns of attack-table.json whose lists move the guest to a helper: each crime starts some. */
import { beforeAll, describe, expect, it } from "vitest";
import { escapes } from "../guests/escapes/catalogue.mjs";
import { AttackColumns, built, canBuild, namedAsLists } from "./attack-columns.ts";
import { blessed } from "./golden.ts";

const ATTACKS = new URL("../attack-table.json", import.meta.url);
const lists = ["process-helper", "process-helper, signals, stack"] as const;
const attacks = new AttackColumns(ATTACKS, built, namedAsLists(lists));

beforeAll(() => attacks.collect(), 400_000);

describe("the attack table of helpers", () => {
  it("is what attack-table.json says", async () => {
    const table = built.map((guest) => attacks.row(guest));
    expect(table).toEqual(await blessed(ATTACKS, table));
  });
});

describe("[process-helper] and a guest that", () => {
  it.each(escapes.filter(canBuild))("$title ($name): the host goes on, unharmed", (guest) => {
    for (const list of lists) expect(attacks.cell(list, guest)).toMatch(/^contained/);
  });
});
