/** Values that were written in code, as a TOML file would have given them. */
import { type KeyPath, keyText } from "../toml/key-text.js";
import { MAX_NESTING } from "../toml/limits.js";
import type { Problem } from "./problem.js";

export interface Plain {
  readonly values: unknown;
  readonly problems: readonly Problem[];
}

/** A copy that nobody else has, without what is undefined. */
export function plainValues(given: unknown): Plain {
  const copied: Copied = { problems: [], isTooDeep: false };
  return { values: copy(given, [], copied), problems: copied.problems };
}

interface Copied {
  readonly problems: Problem[];
  /** Something may be in itself, many times over: what else there is, is of no interest. */
  isTooDeep: boolean;
}

/** Names that mean something else to JavaScript: the parser of files refuses them, too. */
const unsafe = ["__proto__", "constructor"];

function copy(value: unknown, path: KeyPath, copied: Copied): unknown {
  if (!isPlain(value)) return value;
  if (copied.isTooDeep) return undefined;
  if (path.length > MAX_NESTING) return tooDeep(path, copied);
  if (Array.isArray(value)) return value.map((each, at) => copy(each, [...path, at], copied));
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const safe = entries.filter(([name]) => isSafe(name, path, copied));
  return Object.fromEntries(
    safe.map(([name, each]) => [name, copy(each, [...path, name], copied)]),
  );
}

function tooDeep(path: KeyPath, copied: Copied): undefined {
  const message = `\`${keyText(path.slice(0, 3))}…\` is nested too deep`;
  copied.problems.push({ path, at: "key", message, expected: `at most ${MAX_NESTING} names` });
  copied.isTooDeep = true;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

function isSafe(name: string, path: KeyPath, { problems }: Copied): boolean {
  if (!unsafe.includes(name)) return true;
  const message = `the name \`${keyText([...path, name])}\` cannot be used`;
  const expected = "another name: this one has a meaning of its own in JavaScript";
  problems.push({ path: [...path, name], at: "key", message, expected });
  return false;
}
