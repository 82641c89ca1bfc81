import type { Allowed, Denied } from "../decision.js";
import type { PolicyValues } from "../schema/values.js";
import type { KeyPath, Reading } from "./reading.js";

/** What one document says; undefined: nothing, it narrows another one and leaves this alone. */
export type Verdict = Allowed | Denied | undefined;

export function allow(reading: Reading, path: KeyPath): Allowed {
  return { outcome: "allow", rule: reading.rule(path) };
}

/** @param reason the end of "… is denied: " */
export function deny(
  reading: Reading,
  path: KeyPath,
  reason: string,
  grant?: PolicyValues,
): Denied {
  return { outcome: "deny", rule: reading.rule(path), reason, ...(grant && { grant }) };
}

/** Asks one after the other: the first denial, else the first that says anything. */
export function first(...verdicts: readonly (() => Verdict)[]): Verdict {
  let allowed: Verdict;
  for (const ask of verdicts) {
    const verdict = ask();
    if (verdict?.outcome === "deny") return verdict;
    allowed ??= verdict;
  }
  return allowed;
}
