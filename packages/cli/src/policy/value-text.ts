import { visible } from "../text/visible.js";

/** Nobody reads a longer one in a table. */
const MAX_COLUMNS = 60;

/** A value as TOML writes it, nearly; cut where it is long. */
export function valueText(value: unknown): string {
  const text = visible(value === undefined ? "(nothing)" : JSON.stringify(value));
  return text.length <= MAX_COLUMNS ? text : `${text.slice(0, MAX_COLUMNS - 1)}…`;
}
