/** What enforces each key of a policy on this machine. */
import type { Plan, PlanRow } from "@cofferdam/policy";
import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import type { Style } from "../text/style.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";
import { placeText } from "./said-text.js";
import { valueText } from "./value-text.js";

export function planDocument({ rows }: Plan): readonly object[] {
  return rows.map(({ key, value, rule, by, missing, because }) => ({
    key,
    value,
    file: rule.file,
    line: rule.line,
    by,
    missing: missing ?? null,
    because: because ?? null,
  }));
}

export function planText({ rows, unenforced }: Plan, page: Page): string {
  const texts = rows.map((row) => rowText(row, page)).join("");
  const waived = rows.filter(({ by, because }) => by === null && because !== undefined).length;
  const counts = [
    `${counted(rows.length - unenforced.length - waived, "key")} enforced here`,
    ...(waived > 0 ? [`${waived} not enforced, and known`] : []),
    ...(unenforced.length > 0 ? [`${unenforced.length} not enforced`] : []),
  ];
  return `${texts}\n${counts.join(", ")}.\n`;
}

function rowText(row: PlanRow, { style, width }: Page): string {
  const { key, value, rule } = row;
  const head = `${visible(key)} = ${valueText(value)} ${style.dim(placeText(rule))}`;
  const rows = [
    [strengthText(row, style), head],
    ["", style.dim(visible(howText(row)))],
  ];
  return table(rows, { width });
}

/** As long as the longest. */
const strengthColumns = "counted".length;

function strengthText({ by, because }: PlanRow, style: Style): string {
  const color = by !== null ? style.green : because === undefined ? style.red : style.yellow;
  return color((by?.strength ?? "nothing").padEnd(strengthColumns));
}

function howText({ by, missing, because }: PlanRow): string {
  if (by?.strength === "kernel") return `${by.layer}: ${by.mechanism}; ${by.proof}`;
  if (by !== null) return `${by.layer}: ${by.mechanism}`;
  return because === undefined ? `${missing}` : `${missing}; known: ${because}`;
}
