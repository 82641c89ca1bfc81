/** `policy learn`: the smallest policy that allows what a log says was done. */
import { writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { learn, readAuditLog } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { counted } from "../text/counted.js";
import { visible, visibleInQuotes } from "../text/visible.js";
import { LeftOut, type LeftOutEvent } from "./left-out.js";

export interface LearnOptions {
  readonly output?: string;
  readonly denied?: boolean;
}

/** @throws ERR_AUDIT_UNAVAILABLE, and what the system says of the output */
export async function learnPolicy(log: string, options: LearnOptions): Promise<Answer> {
  const { output, denied = false } = options;
  const folder = output === undefined ? process.cwd() : dirname(resolve(output));
  const leftOut = new LeftOut();
  const { values, toml, left } = await learn(leftOut.without(readAuditLog(log), denied), folder);
  for (const event of left) leftOut.add(event);
  const text = `${headOf(log, leftOut.all)}${visibleInQuotes(toml)}`;
  // what is there is not overwritten: somebody may have written it by hand
  if (output !== undefined) await writeFile(output, text, { flag: "wx" });
  return {
    ok: true,
    document: { log, output: output ?? null, toml, policy: values, left: leftOut.all },
    text: () => (output === undefined ? text : writtenText(output, leftOut.all.length)),
  };
}

function headOf(log: string, left: readonly LeftOutEvent[]): string {
  const lines = [
    `Learned from ${log}: what was done there is allowed, and nothing else.`,
    ...(left.length === 0 ? [] : ["Left out, for a person to look at:"]),
    ...left.map(({ id, what, reason, times }) => `  ${id} ${what}: ${reason}${more(times)}`),
  ];
  return `${lines.map((line) => `# ${visible(line)}\n`).join("")}\n`;
}

function more(times: number): string {
  return times === 1 ? "" : ` (${times} times)`;
}

function writtenText(output: string, left: number): string {
  return `${output}: written. ${counted(left, "request")} left out, for a person to look at.\n`;
}
