import { readFile } from "node:fs/promises";
import { runChild } from "@cofferdam/testing/child.ts";
import { findNode } from "@cofferdam/testing/nodes/find.mjs";
import { assemble } from "@cofferdam/testing/wasm-spec/wast/assemblers.mjs";
import { beforeAll, describe, expect, it } from "vitest";

interface Outcome {
  readonly name: string;
  readonly count: number;
  readonly fuel: number;
  /** undefined: it returned. */
  readonly ended?: string;
}

const script = new URL("arrays.mjs", import.meta.url);
const PLENTY = 1e12;
const found = [24, 26].map(findNode);

for (const { missing } of found) if (missing) console.log(`SKIP: ${missing}`);

describe.each(found)("an instruction on the elements of an array, on Node $major", (node) => {
  let guest: Buffer;

  beforeAll(async () => {
    const { bytes, unassembled } = await assemble(
      await readFile(new URL("arrays.wat", import.meta.url), "utf8"),
    );
    if (bytes === undefined) throw new Error(unassembled);
    guest = Buffer.from(bytes);
  });

  async function run(fuel: number, calls: readonly (readonly [string, number])[]) {
    const args = [guest.toString("base64"), `${fuel}`, JSON.stringify(calls)];
    const child = await runChild(script, { args, ...(node.path ? { node: node.path } : {}) });
    expect(child.stderr).toBe("");
    return child.report() as readonly Outcome[];
  }

  it.skipIf(node.missing).each([
    ["new", 10_000],
    ["new_default", 10_000],
    ["new_data", 10],
    ["new_elem", 4],
    ["fill", 10_000],
    ["copy", 10_000],
    ["init_data", 10],
    ["init_elem", 4],
  ])("costs as many units as there are elements (array.%s)", async (name, count) => {
    const [none, all] = await run(PLENTY, [
      [name, 0],
      [name, count],
    ]);
    expect((all as Outcome).fuel - (none as Outcome).fuel).toBe(count);
    expect([none?.ended, all?.ended]).toEqual([undefined, undefined]);
    const [less] = await run((all as Outcome).fuel - 1, [[name, count]]);
    expect(less?.ended).toBe("fuel");
  });

  it.skipIf(node.missing)("costs next to nothing where there cannot be so many", async () => {
    const outcomes = await run(PLENTY, [
      ["new", -1],
      ["new", 2_000_000_000],
    ]);
    for (const { ended, fuel } of outcomes) {
      expect(ended).toBe("requested new array is too large");
      expect(fuel).toBeLessThan(10);
    }
  });

  it.skipIf(node.missing)("is ended by the deadline when it is done again and again", async () => {
    const large = 20_000_000;
    const outcomes = await run(PLENTY, [
      ["prepare", large],
      ["fill_forever", large],
      ["copy_forever", large - 1],
      ["new_forever", large / 8],
    ]);
    expect(outcomes.map(({ ended }) => ended)).toEqual([undefined, ...Array(3).fill("timeout")]);
  });
});
