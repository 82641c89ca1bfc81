/**
 * The smallest policy for a recorded run: each request that was done adds the lines that would allow it. What was denied is what
 * somebody did not want, and may be what a hostile guest asked for.
 */
import { stringify } from "smol-toml";
import type { AuditEvent } from "../audit/event.js";
import { merged } from "../decide/merge.js";
import { documentFrom } from "../document.js";
import { Policy } from "../policy.js";
import type { Request } from "../request.js";
import type { PolicyValues } from "../schema/values.js";

export interface Learned {
  readonly values: PolicyValues;
  /** The same as a file. */
  readonly toml: string;
  /** What was denied, or a fault, or what no lines would allow: to be looked at by a person. */
  readonly left: readonly AuditEvent[];
}

/** A grant may uncover another denial behind it; none has more keys than this. */
const MAX_GRANTS = 8;

/** @param folder where the policy will lie: what its relative paths begin at */
export async function learn(
  events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>,
  folder: string = process.cwd(),
): Promise<Learned> {
  const seen = new Set<string>();
  const left: AuditEvent[] = [];
  let values: PolicyValues = {};
  for await (const event of events) {
    const request = requestOf(event);
    const key = JSON.stringify([request, wasDone(event)]);
    if (event.kind === "policy" || seen.has(key)) continue;
    seen.add(key);
    const taught = !wasDone(event) ? undefined : teach(prepared(values, request), request, folder);
    if (taught === undefined) left.push(event);
    else values = taught;
  }
  return { values, toml: stringify(values as Parameters<typeof stringify>[0]), left };
}

function wasDone({ outcome }: AuditEvent): boolean {
  return outcome === "allow" || outcome === "would-deny";
}

/** What was asked, without what came of it. */
export function requestOf(event: AuditEvent): Request {
  const { kind, target, action, resource, sha256, bytes, mode } = event;
  return {
    kind,
    target,
    action,
    resource,
    ...(sha256 !== undefined && { sha256 }),
    ...(bytes !== undefined && { bytes }),
    ...(mode !== undefined && { mode }),
  };
}

/** Where everything is allowed unless something is named, that something is named first. */
function prepared(
  values: PolicyValues,
  { kind, action, target, bytes = 0 }: Request,
): PolicyValues {
  if (kind !== "library") return values;
  if (action === "load")
    return merged({ ffi: { libraries: { [target]: { symbols: [] } } } }, values);
  if (action !== "alloc" || bytes <= (values.ffi?.sandbox?.memory_limit ?? 0)) return values;
  return merged(values, { ffi: { sandbox: { memory_limit: bytes } } });
}

/** undefined: nothing would allow it. */
function teach(values: PolicyValues, request: Request, folder: string): PolicyValues | undefined {
  let taught = values;
  for (let turn = 0; turn < MAX_GRANTS; turn++) {
    const decision = Policy.of([documentFrom(taught, folder)]).decide(request);
    if (decision.outcome === "allow") return taught;
    if (decision.grant === undefined) return undefined;
    taught = merged(taught, decision.grant);
  }
  return undefined;
}
