import { randomBytes } from "node:crypto";
import type { AuditEvent } from "../event.js";
import { NO_HASH } from "./chain.js";
import type { NoteLine } from "./note.js";

/** Where a chain ends. Kept elsewhere, it proves that the log was not rewritten or shortened since. */
export interface Head {
  /** The log's name. */
  readonly log: string;
  /** Events in the chain so far. */
  readonly events: number;
  /** Of the last line. */
  readonly hash: string;
}

export function newHead(): Head {
  return { log: randomBytes(4).toString("hex"), events: 0, hash: NO_HASH };
}

/** Of a line that was parsed; undefined: it is none of an audit log. */
export function headOf(line: unknown): Head | undefined {
  const { id, log, events, hash } = Object(line) as Partial<AuditEvent & NoteLine>;
  if (typeof hash !== "string") return undefined;
  if (typeof log === "string" && Number.isSafeInteger(events)) {
    return { log, events: events as number, hash };
  }
  const [, name, number] = /^([0-9a-f]+)-(\d+)$/.exec(String(id)) ?? [];
  return name === undefined ? undefined : { log: name, events: Number(number), hash };
}
