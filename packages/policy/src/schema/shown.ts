import { MAX_SHOWN_VALUE } from "../toml/limits.js";
import { points } from "../toml/place.js";
import { escaped } from "../toml/visible.js";

/** A value, as people read it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return textShown(value);
  if (value instanceof Date) return "a date; a text is written in quotes";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return value === null ? "null" : "a table";
  return typeof value === "function" ? "a function" : `${String(value)} (${typeof value})`;
}

/** Of a long one the beginning, and how long it is. */
function textShown(text: string): string {
  const start = [...text.slice(0, 2 * MAX_SHOWN_VALUE + 2)];
  if (start.length <= MAX_SHOWN_VALUE) return escaped(JSON.stringify(text));
  const cut = `${start.slice(0, MAX_SHOWN_VALUE).join("")}…`;
  return `${escaped(JSON.stringify(cut))} (${points(text)} characters)`;
}
