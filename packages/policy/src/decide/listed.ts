/** Targets that are allowed by being listed: addons, modules, wasm modules, scripts. */
import type { Request } from "../request.js";
import { checkHash, inTable } from "./hashes.js";
import { manifestOf } from "./manifest.js";
import type { KeyPath, Reading } from "./reading.js";
import { allow, deny, first, type Verdict } from "./verdict.js";

/**
 * @param table whose keys are what may be loaded
 * @param isHashed whether it is loaded from one file
 */
export function listedVerdict(
  reading: Reading,
  table: KeyPath,
  request: Request,
  isHashed = true,
): Verdict {
  const listed = () => isListed(reading, table, request);
  return request.action === "load" && isHashed
    ? first(listed, () => checkHash(reading, table, request))
    : listed();
}

function isListed(reading: Reading, table: KeyPath, { target }: Request): Verdict {
  if (!reading.isBase && !reading.isWritten(table)) return undefined;
  const manifest = manifestOf(reading, table, target);
  if (manifest !== undefined) return allow(reading, manifest.path);
  return deny(
    reading,
    table,
    `${JSON.stringify(target)} is not listed`,
    inTable([...table, target], {}),
  );
}
