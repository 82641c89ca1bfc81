/** The files that a policy lets be loaded. */
import { type LockSubject, type Policy, subjectsOf } from "@cofferdam/policy";

export interface Subjects {
  readonly subjects: readonly LockSubject[];
  /** Patterns that no library has. */
  readonly unmatched: readonly string[];
}

/** Of the base, whose lists are the longest, what the documents that narrow it leave. @throws ERR_POLICY_LOCK */
export function subjectsUnder(policy: Policy, addons: readonly string[]): Subjects {
  const { given, folder } = policy.documents.at(-1) as Policy["documents"][number];
  const found = subjectsOf(
    {
      libraries: given.ffi?.sandbox?.allowed_libs,
      addons,
      wasm: Object.keys(given.wasm?.modules ?? {}),
    },
    folder,
  );
  return { ...found, subjects: found.subjects.filter((subject) => isAllowed(policy, subject)) };
}

/** An addon that was named is: the policy knows it by its package. */
function isAllowed(policy: Policy, { kind, path }: LockSubject): boolean {
  if (kind === "addon") return true;
  const { outcome } = policy.decide({ kind, target: path, action: "load", resource: path });
  return outcome === "allow";
}
