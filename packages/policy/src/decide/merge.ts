import type { PolicyValues } from "../schema/values.js";

/**
 * Tables key by key, lists element by element; of anything else the second one counts. A directory of a guest takes the place of
 * the one that the guest knew by that name.
 */
export function merged(values: PolicyValues, added: PolicyValues): PolicyValues {
  return both(values, added) as PolicyValues;
}

function both(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) return union(left, right);
  if (!isTable(left) || !isTable(right)) return right === undefined ? left : right;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(keys.map((key) => [key, both(left[key], right[key])]));
}

function union(left: readonly unknown[], right: readonly unknown[]): readonly unknown[] {
  const added = new Set(right.map(identity));
  const kept = left.filter((value) => !added.has(identity(value)));
  const unchanged = new Set(left.map((value) => JSON.stringify(value)));
  if (right.every((value) => unchanged.has(JSON.stringify(value)))) return left;
  return [...kept, ...right];
}

function identity(value: unknown): string {
  return isTable(value) && "guest" in value ? `guest ${value.guest}` : JSON.stringify(value);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
