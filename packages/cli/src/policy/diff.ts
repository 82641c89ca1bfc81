/** `policy diff`: what another policy says differently, and what that changes in a recorded run. */
import type { Answer } from "../frame/answer.js";
import { differences } from "./differences.js";
import { differencesText } from "./differences-text.js";
import { policyAt } from "./load.js";
import { runDiff } from "./run-diff.js";
import { runDiffText } from "./run-diff-text.js";

export interface DiffOptions {
  readonly log?: string;
}

/** @throws ERR_POLICY_INVALID, ERR_AUDIT_UNAVAILABLE, and what the system says of the files */
export async function diffPolicies(
  before: string,
  after: string,
  { log }: DiffOptions,
): Promise<Answer> {
  const [left, right] = [await policyAt(before), await policyAt(after)];
  const keys = differences(left, right);
  const run = log === undefined ? null : await runDiff(log, left, right);
  const isSame =
    keys.length === 0 && (run === null || run.allowed.length + run.denied.length === 0);
  return {
    ok: isSame,
    document: { before, after, log: log ?? null, keys, run },
    text: (page) =>
      differencesText(keys, page) + (run === null ? "" : `\n${runDiffText(run, page)}`),
  };
}
