import { type Issue, PolicyError } from "../schema/issue.js";
import { linesOf } from "../toml/place.js";
import type { KeyPath, Reading } from "./reading.js";

/** What cannot be narrowed: another program is neither more nor less than the one that the base names. */
const ofTheBase: readonly KeyPath[] = [["ffi", "helper"]];

/** @throws ERR_POLICY_INVALID: a document that narrows sets what only the base may */
export function assertNarrowing(readings: readonly Reading[]): void {
  const base = readings.at(-1) as Reading;
  const issues = readings.slice(0, -1).flatMap((reading) =>
    ofTheBase.flatMap((path) => {
      const isOther = reading.isWritten(path) && reading.get(path) !== base.get(path);
      return isOther ? [issueOf(reading, path)] : [];
    }),
  );
  if (issues.length > 0) throw new PolicyError(issues);
}

function issueOf(reading: Reading, path: KeyPath): Issue {
  const { file, text, place } = reading.document;
  const at = place(path);
  const { key } = reading.rule(path);
  return {
    file,
    place: at,
    source: at === null ? null : (linesOf(text)[at.line - 1] ?? ""),
    key,
    message: `\`${key}\` in a document that narrows another one`,
    expected: "it in the base only: another program is not less than the one there",
  };
}
