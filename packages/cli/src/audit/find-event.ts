import { fail } from "@cofferdam/core";
import { type AuditEvent, readAuditLog } from "@cofferdam/policy";

/**
 * @param id of the event, or its number, which is the id's end
 * @returns the last one, as a log may have been begun anew; undefined: there is none
 * @throws ERR_AUDIT_UNAVAILABLE, ERR_OPTION_RANGE
 */
export async function findEvent(log: string, id: string): Promise<AuditEvent | undefined> {
  if (!/^([0-9a-f]+-)?\d+$/.test(id)) throw noId(id);
  let found: AuditEvent | undefined;
  for await (const event of readAuditLog(log)) {
    if (event.id === id || event.id.endsWith(`-${id}`)) found = event;
  }
  return found;
}

function noId(id: string): Error {
  return fail(
    "ERR_OPTION_RANGE",
    `Expected the id of an event, or its number, for \`id\`, got ${JSON.stringify(id)}. It is in the log, and in the error.`,
  );
}
