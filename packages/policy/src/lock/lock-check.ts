import type * as z from "zod/mini";
import type { Problem } from "../schema/problem.js";
import { shown } from "../schema/shown.js";
import { valueAt } from "../schema/values-at.js";
import { type KeyPath, keyText } from "../toml/key-text.js";
import type { LockEntry } from "./entry.js";
import { lockFile, lockFrame } from "./lock-schema.js";

export type Checked = { readonly entries: readonly LockEntry[] } | { readonly problem: Problem };

/** What a lock's TOML says, or the first problem of it: a lock is made anew, not mended. */
export function checkLockValues(given: unknown): Checked {
  const frame = lockFrame.safeParse(given);
  const { data, error } = frame.success ? lockFile.safeParse(given) : frame;
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) return { problem: problemOf(issue, given) };
  const entries = (data?.file ?? []) as readonly LockEntry[];
  const problem = twice(entries);
  return problem === undefined ? { entries } : { problem };
}

function problemOf(issue: z.core.$ZodIssue, given: unknown): Problem {
  const path = issue.path as KeyPath;
  if (issue.code === "unrecognized_keys") return strange([...path, issue.keys[0] as string]);
  const value = valueAt(given, path);
  const [message, key] = [issue.message, `\`${keyText(path)}\``];
  const at = "value";
  if (value === undefined) return { path, at, message: `missing key ${key}`, expected: message };
  return { path, at, message: `wrong value of ${key}`, expected: message, got: shown(value) };
}

function strange(path: KeyPath): Problem {
  const message = `unknown key \`${keyText(path)}\``;
  return { path, at: "key", message, expected: "a key that `cofferdam lock` writes" };
}

function twice(entries: readonly LockEntry[]): Problem | undefined {
  const seen = new Set<string>();
  const index = entries.findIndex(({ path }) => seen.size === seen.add(path).size);
  if (index === -1) return undefined;
  const path = ["file", index, "path"];
  const got = shown(entries[index]?.path);
  return { path, at: "value", message: "a file once more", expected: "one entry of a file", got };
}
