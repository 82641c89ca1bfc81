import { describe, expect, it } from "vitest";
import { type Case, guardedSide, plainSide, type Side } from "./differential/side.js";
import { table } from "./differential/table.js";
import { layerLists } from "./layer-lists.js";
import { copyOf } from "./libraries.js";

const plain = plainSide(copyOf("honest"));
const [, innermost] = layerLists.at(-1) as (typeof layerLists)[number];

describe.each(layerLists)(
  "a function of a library in %s gives what koffi gives",
  (_name, layers) => {
    const guarded = guardedSide(copyOf("honest"), layers());
    describe.each(table)("%s", (_group, cases) => {
      for (const test of cases) it(test.title, () => comparesToPlain(guarded, test));
    });
  },
);

describe("a function of a library with a private heap gives what koffi gives, but for errno and the host's free", () => {
  const guarded = guardedSide(copyOf("honest"), innermost(), { privateHeap: true });
  const isItsOwn = ({ title }: Case) => !/^errno|!|FreedText/.test(title);
  describe.each(table.filter(([, cases]) => cases.some(isItsOwn)))("%s", (_group, cases) => {
    for (const test of cases.filter(isItsOwn)) {
      it(test.title, () => comparesToPlain(guarded, test));
    }
  });
});

describe.each(layerLists)(
  "a function that was linked in %s looks like koffi's",
  (_name, layers) => {
    const guarded = guardedSide(copyOf("honest"), layers());

    it.each([
      ["int add(int a, int b)"],
      ["add", "int", ["int", "int"]],
      ["__cdecl", "add", "int", ["int", "int"]],
      ["int sum_variadic(int n, ...)"],
      ["sum_variadic", "int", ["int", "..."]],
      ["Large24 double_large72(Large72 s, _Out_ Ints8 *unused)"],
      ["int apply(IntToInt *cb, int x)"],
    ] as [string][])("func(%j, %j, %j, %j)", (...declaration) => {
      const expected = plain.func(...declaration);
      const { name, length, info } = guarded.func(...declaration);
      expect({ name, length, info }).toStrictEqual({
        name: expected.name,
        length: expected.length,
        info: expected.info,
      });
    });
  },
);

function comparesToPlain(guarded: Side, test: Case): void {
  const expected = outcome(plain, test);
  expect(expected).toHaveProperty(test.throws ? "error" : "value");
  expect(outcome(guarded, test)).toStrictEqual(expected);
}

function outcome(side: Side, { run }: Case): unknown {
  try {
    return { value: run(side) };
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    return { error: { class: Object.getPrototypeOf(error).constructor, name, message, code } };
  }
}
