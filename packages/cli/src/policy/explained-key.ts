import { keyText, type Plan, type PlanRow, type Policy } from "@cofferdam/policy";
import type { KnownKey } from "./known-keys.js";
import { type Said, saidOf } from "./said.js";

/** As --json has it. */
export interface ExplainedKey extends Omit<KnownKey, "path"> {
  readonly key: string;
  /** By each document that says anything, the narrowest first; all of them count. */
  readonly said: readonly Said[];
  /** What enforces it here; empty: there is nothing to enforce. */
  readonly enforced: readonly Enforced[];
}

type Enforced = Pick<PlanRow, "by" | "missing" | "because">;

export function explainedKey(
  { path, ...known }: KnownKey,
  policy: Policy | undefined,
  plan: Plan | undefined,
): ExplainedKey {
  const key = nameOf(path);
  const rows = plan?.rows.filter((row) => row.key === key) ?? [];
  const enforced = rows.map(({ by, missing, because }) => ({
    by,
    ...(missing !== undefined && { missing }),
    ...(because !== undefined && { because }),
  }));
  return {
    key,
    ...known,
    said: policy === undefined ? defaultOf(known) : saidOf(path, policy),
    enforced,
  };
}

/** A name that nobody chose is no name in quotes. */
function nameOf(path: readonly string[]): string {
  return keyText(path).replaceAll('"*"', "*");
}

function defaultOf({ default: value }: Pick<KnownKey, "default">): readonly Said[] {
  return value === null ? [] : [{ value, file: null, line: null }];
}
