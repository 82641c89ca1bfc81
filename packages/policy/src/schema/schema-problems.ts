/** What the schema found, in our words. */
import type * as z from "zod/mini";
import { type KeyPath, keyText } from "../toml/key-text.js";
import { nearest } from "./nearest.js";
import type { Problem } from "./problem.js";
import { shown } from "./shown.js";
import type { Span } from "./types/glob.js";
import { unknownKey } from "./unknown-key.js";
import { valueAt } from "./values-at.js";

type SchemaIssue = z.core.$ZodIssue;

/** @param above the path that the issues' paths begin at */
export function schemaProblems(
  issues: readonly SchemaIssue[],
  given: unknown,
  above: KeyPath = [],
): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, given, above));
}

function problemsOf(issue: SchemaIssue, given: unknown, above: KeyPath): readonly Problem[] {
  const path = [...above, ...(issue.path as KeyPath)];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => unknownKey([...path, name], valueAt(given, [...path, name])));
  }
  const inside = issue.code === "invalid_union" ? deepest(issue.errors) : undefined;
  if (inside) return schemaProblems(inside, given, path);
  if (issue.code === "invalid_key") return [wrongName(issue, path)];
  return [valueAt(given, path) === undefined ? missing(issue, path) : wrong(issue, path, given)];
}

/** Of a value that may be one thing or another: the problems of the one that it nearly is. */
function deepest(errors: readonly (readonly SchemaIssue[])[]): readonly SchemaIssue[] | undefined {
  return errors.find((issues) => issues.some(({ path }) => path.length > 0));
}

function wrong(issue: SchemaIssue, path: KeyPath, given: unknown): Problem {
  const value = valueAt(given, path);
  return {
    path,
    at: "value",
    span: paramsOf(issue).span,
    message: `wrong value of \`${keyText(path)}\``,
    expected: issue.message,
    got: gotText(value, issue),
    nearest: nearestChoice(issue, value),
  };
}

/** What the types of ours say more than a message. */
function paramsOf(issue: SchemaIssue | undefined): { because?: string; span?: Span } {
  return (issue?.code === "custom" ? issue.params : undefined) ?? {};
}

function gotText(value: unknown, issue: SchemaIssue | undefined): string {
  const { because } = paramsOf(issue);
  return because === undefined ? shown(value) : `${shown(value)}: ${because}`;
}

function nearestChoice(issue: SchemaIssue, value: unknown): string | undefined {
  if (issue.code !== "invalid_value" || typeof value !== "string") return undefined;
  return nearest(value, issue.values.map(String));
}

function missing(issue: SchemaIssue, path: KeyPath): Problem {
  return {
    path,
    at: "value",
    message: `missing key \`${keyText(path)}\``,
    expected: issue.message,
  };
}

function wrongName(issue: z.core.$ZodIssueInvalidKey, path: KeyPath): Problem {
  const [inner] = issue.issues;
  return {
    path,
    at: "key",
    message: `wrong name of \`${keyText(path)}\``,
    expected: inner?.message ?? issue.message,
    got: gotText(path.at(-1), inner),
  };
}
