/** `lock`: what a policy lets be loaded, as it is now. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  changesText,
  createLock,
  diffLocks,
  type FileChange,
  type Lock,
  readLock,
  writeLock,
} from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { policyAt } from "../policy/load.js";
import { counted } from "../text/counted.js";
import { visible, visibleLines } from "../text/visible.js";
import { subjectsUnder } from "./subjects-under.js";

export interface LockOptions {
  readonly check?: boolean;
  readonly addon?: readonly string[];
}

/** @throws ERR_POLICY_INVALID, ERR_POLICY_LOCK, and what the system says of the policy */
export async function lockFiles(policyFile: string, options: LockOptions): Promise<Answer> {
  const { check = false, addon = [] } = options;
  const folder = dirname(policyFile);
  const file = join(folder, "cofferdam.lock");
  const { subjects, unmatched } = subjectsUnder(await policyAt(policyFile), addon);
  const lock = createLock(subjects, folder);
  // where there is none, all is new; of one that is to be checked that is said
  const before = check || existsSync(file) ? readLock(file) : undefined;
  const changes = diffLocks(before ?? { entries: new Map() }, lock);
  if (!check) writeLock(file, lock);
  return {
    ok: !check || changes.length === 0,
    document: { file, written: !check, files: lock.entries.size, changes, unmatched },
    text: () => text(file, lock, changes, { check, unmatched }),
  };
}

interface Told {
  readonly check: boolean;
  readonly unmatched: readonly string[];
}

function text(
  file: string,
  { entries }: Lock,
  changes: readonly FileChange[],
  { check, unmatched }: Told,
): string {
  const drift = changes.length === 0 ? [] : [visibleLines(changesText(changes)), ""];
  const missing = unmatched.map((pattern) => `no library matches ${visible(pattern)}`);
  const files = counted(entries.size, "file");
  const said = changes.length === 0 ? "nothing has changed" : `${changes.length} changed`;
  const head = `${visible(file)}: ${check ? "" : "written, "}${files}, ${said}.`;
  return [...drift, ...missing, head].map((line) => `${line}\n`).join("");
}
