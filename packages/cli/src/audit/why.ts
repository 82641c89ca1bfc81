/** `why`: one decision, in sentences. */
import { why } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { visibleLines } from "../text/visible.js";
import { wrapped } from "../text/wrap.js";
import { findEvent } from "./find-event.js";
import { logOf } from "./log-of.js";

export interface WhyOptions {
  readonly log?: string;
}

/** @throws ERR_AUDIT_UNAVAILABLE, ERR_OPTION_RANGE */
export async function whyEvent(id: string, options: WhyOptions): Promise<Answer> {
  const log = await logOf(options.log);
  const event = await findEvent(log, id);
  if (event === undefined) {
    const reason = `${log} has no event ${id}.`;
    return { ok: false, document: { log, event: null, reason }, text: () => `${reason}\n` };
  }
  const reason = visibleLines(why(event));
  return {
    ok: true,
    document: { log, event, reason },
    text: ({ width }) =>
      `${reason
        .split("\n")
        .flatMap((line) => paragraph(line, width))
        .join("\n")}\n`,
  };
}

/** Lines of a policy, which are indented, are for copying. */
function paragraph(line: string, width: number): readonly string[] {
  return line.startsWith(" ") ? [line] : wrapped(line, width);
}
