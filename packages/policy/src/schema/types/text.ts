/** Texts that have a form, and lists. */
import * as z from "zod/mini";
import { MAX_ELEMENTS, MAX_TEXT } from "../limits.js";
import type { ValueType } from "../table.js";

/** A text that matches as a whole. */
export function text(name: string, expected: string, pattern: RegExp): ValueType<string> {
  const error = expected;
  const length = z.maxLength(MAX_TEXT, { error });
  return { name, schema: z.string({ error }).check(length, z.regex(pattern, { error })) };
}

/** The same without control characters, where the pattern would let them through. */
export function visibleText(name: string, expected: string, pattern: RegExp): ValueType<string> {
  const isVisible = z.refine<string>((given) => !/\p{Cc}/u.test(given), { error: expected });
  return { name, schema: text(name, expected, pattern).schema.check(isVisible) };
}

export function choice<const C extends string>(...choices: readonly C[]): ValueType<C> {
  const error = `one of ${choices.map((each) => JSON.stringify(each)).join(", ")}`;
  const schema = z.enum(choices, { error }) as unknown as z.ZodMiniType<C, C>;
  return { name: error, schema };
}

/** A choice of so many that nobody wants to tell them apart by type. */
export function oneOf(...choices: readonly string[]): ValueType<string> {
  return choice(...choices);
}

/** @param plural what its elements are, for the docs: "globs" */
export function listOf<Out, In>(
  { schema, locate }: ValueType<Out, In>,
  plural: string,
): ValueType<readonly Out[], readonly In[]> {
  const error = `a list of ${plural}`;
  const most = `at most ${MAX_ELEMENTS} ${plural}`;
  const array = z.array(schema, { error }).check(z.maxLength(MAX_ELEMENTS, { error: most }));
  return {
    name: `list of ${plural}`,
    schema: array as unknown as z.ZodMiniType<readonly Out[], readonly In[]>,
    ...(locate && { locate: (values, folder) => values.map((value) => locate(value, folder)) }),
  };
}

/** One, or a list of them. */
export function oneOrMore(
  { name, schema }: ValueType<string>,
  plural: string,
): ValueType<string | readonly string[]> {
  const error = `a ${name}, or a list of ${plural}`;
  const either = z.union([schema, z.array(schema, { error })], { error });
  type Either = z.ZodMiniType<string | readonly string[], string | readonly string[]>;
  return { name: `${name}, or a list of them`, schema: either as unknown as Either };
}
