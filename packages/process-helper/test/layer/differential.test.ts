/** The tables that show a library in this process to be called as by koffi: it is the same in a helper. */
import { describe, expect, it } from "vitest";
import {
  type Case,
  guardedSide,
  plainSide,
  type Side,
} from "../../../ffi/test/differential/side.js";
import { table } from "../../../ffi/test/differential/table.js";
import { copyOf } from "../../../ffi/test/libraries.js";
import { lists } from "./lists.js";

/** Rows that another process cannot give, by what is in their titles. */
const others: readonly (readonly [title: RegExp, why: string])[] = [
  [/echo_pointer\(.*<Buffer/, "the library is lent a copy, which lies elsewhere"],
  [/symbol\(\) gives, called/, "the address is one of the helper's"],
  [/^str! counts as disposed/, "koffi counts it in the helper"],
  [/^FreedText|freed by a function of the same/, "a function of this process frees the text"],
  [/\[External/, "koffi shows nobody what koffi.as() is of"],
  [
    /_Out_ Number|^Number number_from|^Wide wide_from|koffi.Union|with a union as result|\(\w+ \{\}\)$/,
    "a koffi.Union does not cross yet: ERR_WIRE_VALUE",
  ],
  [/Symbol\(/, "a symbol is refused before it gets there, in other words"],
];

const plain = plainSide(copyOf("honest"));

describe.each(lists)("a function of a library in [%s] gives what koffi gives", (_name, layers) => {
  const guarded = guardedSide(copyOf("honest"), layers());
  describe.each(table)("%s", (_group, cases) => {
    for (const test of cases) {
      const why = others.find(([title]) => title.test(test.title))?.[1];
      const title = why === undefined ? test.title : `${test.title} (not the same: ${why})`;
      it.skipIf(why !== undefined)(title, () => comparesToPlain(guarded, test));
    }
  });
});

describe.each(lists)("a function that was linked in [%s] looks like koffi's", (_name, layers) => {
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
});

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
