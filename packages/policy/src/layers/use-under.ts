import { closeSync } from "node:fs";
import { openRegularFile, pathOfDescriptor } from "@cofferdam/admission";
import type { Use } from "@cofferdam/core";
import { digestOf } from "../files/digest.js";
import { readBytes } from "../files/read-bytes.js";
import { checkLock } from "../lock/check-lock.js";
import { MAX_LOCKED_BYTES } from "../lock/limits.js";
import { rulingOf } from "./enforce.js";
import { strangerError } from "./link-under.js";
import type { Opened } from "./opened.js";
import { permit } from "./permit.js";
import type { LayerState } from "./state.js";

/**
 * What the host does with an open target besides calling it.
 *
 * @throws ERR_POLICY_DENIED, ERR_MEMORY_LIMIT, ERR_AUDIT_FULL
 */
export function useUnder(state: LayerState, use: Use): void {
  const opened = state.targets.find(use);
  if (opened === undefined) throw strangerError(use.target);
  if (use.action === "dispose") state.targets.remove(opened);
  else if (use.action === "load") permitFile(state, opened, use.resource);
  else if (use.action === "reopen") permit(state, opened, opened.request);
  else used(state, opened, use);
}

function used(state: LayerState, opened: Opened, { action, resource, bytes = 0 }: Use): void {
  const { request, rules, held } = opened;
  if (action === "free") {
    opened.held = Math.max(0, held - bytes);
    const freed = { ...request, action, resource: "", bytes } as const;
    state.auditor.ruled(rules.generation, freed, rulingOf(rules, freed));
  } else if (action === "alloc") {
    permit(state, opened, { ...request, action, resource: "", bytes: held + bytes });
    opened.held = held + bytes;
  } else permit(state, opened, { ...request, action: "sym", resource });
}

/** A file of an addon: whatever it is called, its bytes are what the policy lists. */
function permitFile(state: LayerState, opened: Opened, path: string): void {
  const { fd } = openRegularFile(path);
  try {
    const bytes = readBytes(fd, MAX_LOCKED_BYTES);
    const content = { kind: "addon", path: pathOfDescriptor(fd) ?? path, content: bytes } as const;
    for (const lock of opened.rules.locks) checkLock(lock, content);
    permit(state, opened, { ...opened.request, resource: path, sha256: digestOf(bytes) });
  } finally {
    closeSync(fd);
  }
}
