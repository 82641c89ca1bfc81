/** `audit verify`: is a log what was written, and all of it? */
import { fail } from "@cofferdam/core";
import { type Problem, type Verification, verifyAuditLog } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import { visible } from "../text/visible.js";

export interface VerifyOptions {
  readonly head?: string;
}

/** @throws ERR_AUDIT_UNAVAILABLE, ERR_OPTION_RANGE */
export async function verifyLog(log: string, { head }: VerifyOptions): Promise<Answer> {
  const wanted = head === undefined ? {} : { head: parseHead(head) };
  const { ok, ...found } = await verifyAuditLog(log, wanted);
  return {
    ok,
    document: { log, ...found },
    text: (page) => text({ ok, ...found }, page),
  };
}

/** `1234:9f86d0…`, as this command prints it. */
function parseHead(text: string): { readonly events: number; readonly hash: string } {
  const [, events, hash = ""] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (events !== undefined) return { events: Number(events), hash };
  const message = `Expected EVENTS:HASH for \`--head\`, got ${JSON.stringify(text)}. Give the head that this command printed.`;
  throw fail("ERR_OPTION_RANGE", message);
}

function text(found: Verification, { style }: Page): string {
  const { ok, problems, problemCount, warnings, head, dropped, refused } = found;
  const lines = [
    ...problems.map((problem) => `${style.red("problem")}  ${problemText(problem)}`),
    ...(problemCount > problems.length ? [`… and ${problemCount - problems.length} more`] : []),
    ...warnings.map((warning) => `${style.yellow("warning")}  ${problemText(warning)}`),
    ok
      ? `${style.green("well")}: ${summary(found)}`
      : `${counted(problemCount, "problem")}: ${summary(found)}`,
    ...(dropped > 0
      ? [`${counted(dropped, "event")} had no room in the queue, and are not in it.`]
      : []),
    ...(refused > 0
      ? [`${counted(refused, "request")} were refused, as they could not be logged.`]
      : []),
    ...(head === null ? [] : [`head: ${head.events}:${head.hash}`]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function summary({ events, files, begins, from, to }: Verification): string {
  const before =
    begins !== null && begins > 1 ? `, from number ${begins} on: older files are gone` : "";
  const times = from === null ? "" : `, ${from} to ${to}`;
  return visible(
    `${counted(events, "event")} in ${counted(files.length, "file")}${before}${times}`,
  );
}

function problemText({ file, line, kind, message }: Problem): string {
  return visible(`${file}:${line}: ${kind}: ${message}`);
}
