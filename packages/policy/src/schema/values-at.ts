/** Plain values, by their paths. */
import type { KeyPath } from "../toml/key-text.js";
import { plainValues } from "./plain.js";
import type { Problem } from "./problem.js";

/** undefined: there is none. */
export function valueAt(given: unknown, path: KeyPath): unknown {
  let value = given;
  for (const name of path) {
    if (!isHolder(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A copy without the keys that have problems; without a whole list, where it is an element that has. */
export function without(given: unknown, problems: readonly Problem[]): unknown {
  const copy = plainValues(given).values;
  for (const { path } of problems) {
    const key = path.slice(0, lastName(path, given));
    if (key.length === 0) return {};
    const holder = valueAt(copy, key.slice(0, -1));
    if (isHolder(holder)) delete holder[key.at(-1) as string];
  }
  return copy;
}

/** How long the path is down to the table's key that has the problem; what is missing, its table has. */
function lastName(path: KeyPath, given: unknown): number {
  const list = path.findIndex((name) => typeof name === "number");
  if (list !== -1) return list;
  return valueAt(given, path) === undefined ? path.length - 1 : path.length;
}

type Holder = Record<string | number, unknown>;

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}
