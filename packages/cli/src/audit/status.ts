/** `status`: what an application did, from its log. */
import { readAuditLog, requestText } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";
import { logOf } from "./log-of.js";
import { type Tally, tallyOf } from "./tally.js";

/** @throws ERR_AUDIT_UNAVAILABLE, ERR_OPTION_TYPE */
export async function statusOf(named: string | undefined): Promise<Answer> {
  const log = await logOf(named);
  const tally = await tallyOf(readAuditLog(log));
  return { ok: true, document: { log, ...tally }, text: (page) => text(log, tally, page) };
}

function text(log: string, tally: Tally, page: Page): string {
  const { events, from, to, generation, faults, denials, last } = tally;
  const head = `${visible(log)}: ${counted(events, "event")}`;
  if (events === 0) return `${head}.\n`;
  const parts = [
    table(
      [[`${head}, ${visible(`${from} to ${to}`)}, generation ${generation} of the policy.`]],
      page,
    ),
    section("targets", targetRows(tally), page),
    section("faults", countRows(faults), page),
    section("denied by", countRows(denials), page),
    section(
      "last",
      last.map((event) => [
        visible(event.time),
        visible(event.outcome),
        visible(`${requestText(event)} (${event.id})`),
      ]),
      page,
    ),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function targetRows({ targets }: Tally): readonly (readonly string[])[] {
  if (targets.length === 0) return [];
  const rows = targets.map(({ kind, target, loads, calls, denied, faults }) => [
    ...[loads, calls, denied, faults].map((number) => `${number}`.padStart(6)),
    visible(`${kind} ${target}`),
  ]);
  return [[" loads", " calls", "denied", "faults", ""], ...rows];
}

/** The most frequent first. */
function countRows(counts: Readonly<Record<string, number>>): readonly (readonly string[])[] {
  const sorted = Object.entries(counts).sort(([, left], [, right]) => right - left);
  return sorted.map(([name, count]) => [`${count}`.padStart(6), visible(name)]);
}

function section(
  title: string,
  rows: readonly (readonly string[])[],
  { style, width }: Page,
): string {
  return rows.length === 0 ? "" : `${style.bold(title)}\n${table(rows, { width, indent: 2 })}`;
}
