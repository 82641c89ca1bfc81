/** Values that the wire has no form for, and that are copies all the same: dates, maps, sets. */
import { types } from "node:util";

/** What an extra is, of values that can cross; undefined: it is none. @param pack makes a value cross */
export function extraOf(value: object, pack: (value: unknown) => unknown): unknown {
  if (types.isDate(value)) return ["date", Date.prototype.getTime.call(value)];
  if (types.isMap(value)) {
    return ["map", [...entriesOf(value)].map(([key, item]) => [pack(key), pack(item)])];
  }
  return types.isSet(value) ? ["set", [...itemsOf(value)].map(pack)] : undefined;
}

/** The mirror; undefined for what is none. */
export function madeOfExtra(
  extra: unknown,
): Date | Map<unknown, unknown> | Set<unknown> | undefined {
  if (!Array.isArray(extra) || extra.length !== 2) return undefined;
  const [kind, content] = extra;
  if (kind === "date") return typeof content === "number" ? new Date(content) : undefined;
  if (!Array.isArray(content)) return undefined;
  if (kind === "set") return new Set(content);
  return kind === "map" && content.every(isPair) ? new Map(content) : undefined;
}

/** Not what an object says of itself. */
const entriesOf = (map: Map<unknown, unknown>) => Map.prototype.entries.call(map);
const itemsOf = (set: Set<unknown>) => Set.prototype.values.call(set);

function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}
