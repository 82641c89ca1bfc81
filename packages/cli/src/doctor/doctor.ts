import { fail } from "@cofferdam/core";
import type { Answer } from "../frame/answer.js";
import type { GlobalOptions } from "../frame/global-options.js";
import { claims } from "./claims.js";
import { examine } from "./examine.js";
import { machine } from "./machine.js";
import { progress } from "./progress.js";
import { reportText } from "./report.js";

export interface DoctorOptions extends GlobalOptions {
  readonly require?: readonly string[];
  readonly verbose?: boolean;
}

/** @throws ERR_OPTION_RANGE */
export async function doctor({
  require: required = [],
  verbose = false,
  json = false,
}: DoctorOptions): Promise<Answer> {
  await checkClaims(required);
  const shown = progress(claims.length, json);
  const before = performance.now();
  const { findings, pieces } = await examine(shown.done).finally(shown.clear);
  const milliseconds = Math.round(performance.now() - before);
  const facts = machine();
  const ok = findings.every(({ id, holds }) => holds === "yes" || !required.includes(id));
  return {
    ok,
    document: { machine: facts, milliseconds, required, findings, confinement: pieces },
    text: (page) => reportText({ machine: facts, findings, required, verbose }, page),
  };
}

async function checkClaims(required: readonly string[]): Promise<void> {
  const known = claims.map(({ id }) => id);
  const unknown = required.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const { nearest } = await import("@cofferdam/policy");
  const meant = nearest(unknown, known);
  throw fail(
    "ERR_OPTION_RANGE",
    `Expected claims for \`--require\`, got ${JSON.stringify(unknown)}.` +
      `${meant === undefined ? "" : ` Did you mean ${meant}?`} Known are ${known.join(", ")}.`,
  );
}
