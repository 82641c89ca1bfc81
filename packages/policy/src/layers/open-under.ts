import type { Next, Opening } from "@cofferdam/core";
import { merged } from "../decide/merge.js";
import type { Denied } from "../decision.js";
import { smallest } from "../limits/limit.js";
import type { SubjectKind } from "../request.js";
import { admit } from "./admit.js";
import { deniedError } from "./denied-error.js";
import { enforcing, type Ruling, rulingOf } from "./enforce.js";
import { isLockError, lockedRequest, lockRuling } from "./lock-refusal.js";
import { directoryRequests, importRequests, type Opened } from "./opened.js";
import { denialOf, isRefusal, refusedRequest } from "./refusal.js";
import type { Rules } from "./rules.js";
import type { LayerState } from "./state.js";

/**
 * Opens a target if the policy allows it.
 *
 * @throws ERR_DLOPEN_FAILED, ERR_POLICY_DENIED, ERR_AUDIT_FULL
 */
export function openUnder<Handle>(
  state: LayerState,
  opening: Opening<Handle>,
  next: Next<Handle>,
): Handle | Promise<Handle> {
  const rules = state.source.current;
  const kind = opening.target.kind as SubjectKind;
  const told = (error: unknown): never => {
    throw asDenied(state, rules, kind, error);
  };
  const admitted = attempt(() => admit(opening, rules), told);
  const target: typeof admitted.target = Object.create(admitted.target); // an object of its own
  const { name } = opening.target;
  const opened: Opened = { ...admitted, name, opened: target, rules, held: 0 };
  attempt(
    () => permitOpening(state, opened),
    (error) => {
      admitted.release();
      throw error;
    },
  );
  state.targets.add(opened);
  const failed = (error: unknown): never => {
    state.targets.remove(opened);
    if (!isTold(error)) notOpened(state, opened, error);
    return told(error);
  };
  const kept = (handle: Handle): Handle => {
    // of a library, nothing is left then; an addon's functions outlive its handle
    if (kind === "library" && Object(handle) === handle) {
      state.targets.removeWith(handle as object, opened);
    }
    return handle;
  };
  const handle = attempt(() => next(target), failed);
  return handle instanceof Promise ? handle.then(kept, failed) : kept(handle);
}

function attempt<T>(act: () => T, failed: (error: unknown) => never): T {
  try {
    return act();
  } catch (error) {
    return failed(error);
  }
}

/** It was allowed, and could not be done all the same. */
function notOpened({ auditor }: LayerState, { request, rules }: Opened, error: unknown): void {
  auditor.noted({
    ...request,
    level: "error",
    outcome: "fault",
    rule: null,
    generation: rules.generation,
    details: { error: String(error) },
  });
}

/** Of a denial there is an event of its own. */
function isTold(error: unknown): boolean {
  return isRefusal(error) || isLockError(error) || "request" in Object(error);
}

/** @throws ERR_DLOPEN_FAILED, ERR_POLICY_DENIED */
function permitOpening(state: LayerState, opened: Opened): void {
  const { rules, request, files } = opened;
  const { targets, auditor } = state;
  const ruling = counted(rulingOf(rules, request), rules, new Set([...targets.files, ...files]));
  if (ruling.outcome !== "deny") permitImports(state, opened); // it is not loaded without them
  const event = auditor.ruled(rules.generation, request, ruling, {
    files,
    ...opened.wasm?.details,
  });
  if (ruling.outcome === "deny") throw deniedError(request, ruling.decision, event);
}

/** All that are not granted at once. @throws ERR_POLICY_DENIED */
function permitImports({ auditor }: LayerState, opened: Opened): void {
  const { rules, request } = opened;
  const denials = importRequests(opened).flatMap((asked) => {
    const ruling = rulingOf(rules, asked);
    const event = auditor.ruled(rules.generation, asked, ruling);
    const { resource } = asked;
    return ruling.outcome === "deny" ? [{ resource, event, denied: ruling.decision }] : [];
  });
  const [first] = denials;
  if (first === undefined) {
    tellDirectories(auditor, opened);
    return;
  }
  const names = denials.map(({ resource }) => resource).join(", ");
  const grants = denials.map(({ denied }) => denied.grant ?? {});
  const reason = `no pattern matches its import${denials.length === 1 ? "" : "s"} ${names}`;
  const denied: Denied = { ...first.denied, reason, grant: grants.reduce(merged) };
  throw deniedError(request, denied, first.event);
}

/** Those that it is lent: what is not, it has not. */
function tellDirectories(auditor: LayerState["auditor"], opened: Opened): void {
  const { rules } = opened;
  for (const asked of directoryRequests(opened)) {
    auditor.ruled(rules.generation, asked, rulingOf(rules, asked));
  }
}

/** One limit is of all targets together. */
function counted(ruling: Ruling, { readings }: Rules, files: ReadonlySet<string>): Ruling {
  const limit = smallest(enforcing(readings), ["ffi", "sandbox", "max_loaded_libs"]);
  if (limit === undefined || files.size <= limit.value || ruling.outcome === "deny") return ruling;
  const decision: Denied = {
    outcome: "deny",
    rule: limit.rule,
    reason: `${files.size} files would be loaded, and ${limit.value} may be`,
    grant: { ffi: { sandbox: { max_loaded_libs: files.size } } },
  };
  return { outcome: "deny", decision };
}

/** What a library was refused for is told as the line of the policy that says so. */
function asDenied(
  { auditor }: LayerState,
  rules: Rules,
  kind: SubjectKind,
  error: unknown,
): unknown {
  if (isLockError(error)) {
    auditor.ruled(rules.generation, lockedRequest(error, kind), lockRuling(error));
    return error;
  }
  if (!isRefusal(error)) return error;
  const request = refusedRequest(error);
  const ruling: Ruling = { outcome: "deny", decision: denialOf(error, rules) };
  const event = auditor.ruled(rules.generation, request, ruling);
  return deniedError(request, ruling.decision, event, { cause: error });
}
