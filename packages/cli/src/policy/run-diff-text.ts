import { type Change, type Replay, requestText, ruleText } from "@cofferdam/policy";
import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";

export function runDiffText({ decisions, allowed, denied }: Replay, page: Page): string {
  const { red, green } = page.style;
  const rows = [
    ...allowed.map((change) => [red("allowed"), text(change)]),
    ...denied.map((change) => [green("denied "), text(change)]),
  ];
  const counts = `${allowed.length} more allowed, ${denied.length} more denied`;
  return `${table(rows, page)}${rows.length > 0 ? "\n" : ""}Of ${counted(decisions, "decision")} in the log ${counts}.\n`;
}

function text({ event, decision }: Change): string {
  const { rule } = decision;
  return visible(`${requestText(event)} (${event.id}), by ${ruleText(rule)}`);
}
