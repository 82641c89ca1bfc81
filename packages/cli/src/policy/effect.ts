/** Whether another value of a key allows more. */

import { isManifest } from "./permissions.js";

/** "different": both, or neither, or nobody can say from these two alone. */
export type Effect = "wider" | "narrower" | "different";

type Order = (before: unknown, after: unknown) => Effect;

/** A number, where 0 is no limit. */
const limit: Order = (before, after) => order(limitOf(before), limitOf(after));
/** What is true, or there, allows more. */
const grant: Order = (before, after) => order(grantOf(before), grantOf(after));
/** Every element allows more. */
const grants: Order = (before, after) => {
  if (!Array.isArray(before) || !Array.isArray(after)) return "different";
  const [isMore, isLess] = [lacks(before, after), lacks(after, before)];
  return isMore === isLess ? "different" : isMore ? "wider" : "narrower";
};
const reversed =
  (by: Order): Order =>
  (before, after) =>
    by(after, before);

/** By the last name of a key; of all others nobody can say. */
const orders: Readonly<Record<string, Order>> = {
  ...each(["enabled", "network", "unsafe_audit_only"], grant),
  ...each(["block_system_libs"], reversed(grant)),
  ...each(["allowed_libs", "symbols", "read", "write", "execute", "env"], grants),
  ...each(["imports", "allow", "methods", "dirs"], grants),
  ...each(["require"], reversed(grants)),
  ...each(["call_timeout", "memory_limit", "max_loaded_libs"], limit),
  ...each(["memory", "cpu_time", "open_files", "processes"], limit),
  ...each(["fuel", "stack_depth", "timeout", "host_calls", "payload_limit"], limit),
  ...each(["stdout_limit", "stderr_limit", "quota", "ttl"], limit),
};

/** @param before undefined: nothing is said. Of a manifest, which is no key, what is there allows more. */
export function effectOf(path: readonly string[], before: unknown, after: unknown): Effect {
  if (isManifest(path)) return grant(before, after);
  return (orders[path.at(-1) ?? ""] ?? (() => "different"))(before, after);
}

function each(names: readonly string[], by: Order): Readonly<Record<string, Order>> {
  return Object.fromEntries(names.map((name) => [name, by]));
}

function order(before: number, after: number): Effect {
  return after > before ? "wider" : after < before ? "narrower" : "different";
}

function limitOf(value: unknown): number {
  if (value === undefined) return Number.NaN; // what holds then is written elsewhere
  return value === 0 ? Number.POSITIVE_INFINITY : Number(value);
}

function grantOf(value: unknown): number {
  return value === undefined || value === false ? 0 : 1;
}

/** Has `list` something that `other` has not? */
function lacks(other: readonly unknown[], list: readonly unknown[]): boolean {
  const known = new Set(other.map((value) => JSON.stringify(value)));
  return list.some((value) => !known.has(JSON.stringify(value)));
}
