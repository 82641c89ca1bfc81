import { matchesName } from "../../decide/name-pattern.js";
import { MAX_TEXT } from "../limits.js";

/** What a redacted value becomes. */
export const REDACTED = '"[redacted]"';

/** What is still to be matched below some field: each pattern's names that are left. */
export type Branch = readonly (readonly string[])[];

const NOTHING: Branch = [];

/**
 * What is left out of events. A pattern is the path of a field, `details.env.*`, or `value:` and what a whole text looks like.
 * `*` is any characters of a name, `**` any number of names. What is below a field that matches is left out with it.
 */
export class Redaction {
  readonly #paths: Branch;
  readonly #values: readonly string[];

  constructor(patterns: readonly string[]) {
    const values = patterns.filter((pattern) => pattern.startsWith("value:"));
    this.#values = values.map((pattern) => pattern.slice("value:".length));
    this.#paths = patterns
      .filter((pattern) => !values.includes(pattern))
      .map((pattern) => pattern.split("."));
  }

  /** Of a field, such as ("rule", "file"). */
  field(...names: readonly string[]): Branch {
    return names.reduce((branch, name) => below(branch, name), this.#paths);
  }

  /** Is this text left out wherever it stands? One that is too long to be looked through is. */
  hides(text: string): boolean {
    if (this.#values.length === 0) return false;
    return text.length > MAX_TEXT || this.#values.some((value) => matchesName(value, text));
  }
}

/** What `branch` says about a field in it. */
export function below(branch: Branch, name: string): Branch {
  return branch.length === 0 ? NOTHING : branch.flatMap((path) => rest(path, name));
}

/** Is all of it left out? */
export function isHidden(branch: Branch): boolean {
  return branch.some((path) => path.every((name) => name === "**"));
}

function rest(path: readonly string[], name: string): readonly (readonly string[])[] {
  const [first, ...others] = path;
  if (first === undefined) return [path];
  if (first === "**") return [path, ...rest(others, name)];
  return matchesName(first, name) ? [others] : [];
}
