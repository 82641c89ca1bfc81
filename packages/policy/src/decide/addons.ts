/** Native addons: listed ones, once addons are enabled at all. */
import type { Request } from "../request.js";
import { listedVerdict } from "./listed.js";
import type { Reading } from "./reading.js";
import { deny, first, type Verdict } from "./verdict.js";

export function addonVerdict(reading: Reading, request: Request): Verdict {
  return first(
    () => enabled(reading),
    () => listedVerdict(reading, table, request, hasFile(request)),
  );
}

const table = ["addons", "modules"];

/** A package is asked for by its name first, and then once for each file that it loads: those are hashed. */
function hasFile({ sha256 }: Request): boolean {
  return sha256 !== undefined;
}

function enabled(reading: Reading): Verdict {
  const path = ["addons", "enabled"];
  if (reading.get(path) !== false) return undefined;
  return deny(reading, path, "no addons may be opened", { addons: { enabled: true } });
}
