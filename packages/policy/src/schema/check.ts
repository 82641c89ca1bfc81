/** Plain values to checked ones, or everything that is wrong with them. */
import * as z from "zod/mini";
import { keyText } from "../toml/key-text.js";
import { schemaOf } from "./checker.js";
import { crossProblems } from "./cross-checks.js";
import { policyKeys } from "./keys.js";
import { locate } from "./locate.js";
import type { Problem } from "./problem.js";
import { schemaProblems } from "./schema-problems.js";
import { strangersIn } from "./strangers.js";
import type { PolicyValues } from "./values.js";
import { without } from "./values-at.js";

export type Checked = { readonly values: PolicyValues } | { readonly problems: readonly Problem[] };

/** Three times as fast as without. What is compiled is the schema: nothing that was given. */
const schema = z.compile(schemaOf(policyKeys));

/** One for each table that a key is needed in, and one more. */
const MAX_PASSES = 8;

/**
 * @param given what was written, as plain values
 * @param folder where relative paths begin
 */
export function check(given: unknown, folder: string): Checked {
  const { values, problems } = checkOnce(given);
  const right = values ?? rightOf(given, problems);
  locate(right, folder);
  const all = [...problems, ...crossProblems(right, folder)];
  return all.length === 0 ? { values: right } : { problems: all };
}

interface Result {
  /** undefined: there are problems. */
  readonly values?: PolicyValues;
  readonly problems: readonly Problem[];
}

function checkOnce(given: unknown): Result {
  const { success, data, error } = schema.safeParse(given);
  const strangers = strangersIn(given);
  if (success && strangers.length === 0) return { values: data as PolicyValues, problems: [] };
  return { problems: unique([...strangers, ...schemaProblems(error?.issues ?? [], given)]) };
}

/** What is left without the keys that are wrong, so that it can be held against one another. */
function rightOf(given: unknown, found: readonly Problem[]): PolicyValues {
  let [left, problems] = [given, found];
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    left = without(left, problems);
    const checked = checkOnce(left);
    if (checked.values) return checked.values;
    problems = checked.problems;
  }
  return {};
}

/** A number may be too large in two ways: one is enough. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = new Map(
    problems.map((problem) => [`${problem.at} ${keyText(problem.path)}`, problem]),
  );
  return [...byPlace.values()];
}
