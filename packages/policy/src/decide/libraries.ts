/** C libraries: which are loaded, and which of their functions are linked. */
import { matchesGlob, parseGlob } from "@cofferdam/admission";
import type { Request } from "../request.js";
import type { LibraryManifest } from "../schema/values.js";
import { checkHash } from "./hashes.js";
import { manifestOf } from "./manifest.js";
import { matchesName } from "./name-pattern.js";
import type { Reading } from "./reading.js";
import { systemFolderOf } from "./system-folder.js";
import { allow, deny, first, type Verdict } from "./verdict.js";

export function libraryVerdict(reading: Reading, request: Request): Verdict {
  const more = Object.hasOwn(asks, request.action) ? (asks[request.action] ?? []) : [];
  const all = [() => enabled(reading), ...more.map((ask) => () => ask(reading, request))];
  return first(...all, () => listed(reading, request));
}

/** What else is asked; the rule that allows it is the first of these that says anything. */
const asks: Readonly<Partial<Record<Request["action"], readonly Ask[]>>> = {
  load: [
    listed,
    notOfTheSystem,
    (reading, request) => checkHash(reading, ["ffi", "libraries"], request),
  ],
  sym: [symbolVerdict],
  call: [symbolVerdict],
  alloc: [memoryVerdict],
};

type Ask = (reading: Reading, request: Request) => Verdict;

function enabled(reading: Reading): Verdict {
  const path = ["ffi", "enabled"];
  if (reading.get(path) !== false) return undefined;
  return deny(reading, path, "no C libraries may be opened", { ffi: { enabled: true } });
}

function listed(reading: Reading, { resource, target, action }: Request): Verdict {
  const path = ["ffi", "sandbox", "allowed_libs"];
  const patterns = reading.get(path) as readonly string[] | undefined;
  if (patterns === undefined) return undefined;
  const real = action === "load" ? resource : target;
  const index = patterns.findIndex((text) =>
    matchesGlob(parseGlob(text, reading.document.folder), real),
  );
  if (index !== -1) return allow(reading, [...path, index]);
  return deny(reading, path, `no pattern matches ${JSON.stringify(real)}`, {
    ffi: { sandbox: { allowed_libs: [real] } },
  });
}

function notOfTheSystem(reading: Reading, { resource }: Request): Verdict {
  const path = ["ffi", "sandbox", "block_system_libs"];
  const folder = reading.get(path) === true ? systemFolderOf(resource) : undefined;
  if (folder === undefined) return undefined;
  return deny(reading, path, `it lies in ${folder}, where the system keeps its libraries`, {
    ffi: { sandbox: { block_system_libs: false } },
  });
}

function symbolVerdict(reading: Reading, { target, resource }: Request): Verdict {
  const manifest = manifestOf(reading, ["ffi", "libraries"], target);
  const patterns = manifest?.get("symbols") as LibraryManifest["symbols"];
  if (manifest === undefined || patterns === undefined) return undefined;
  const path = [...manifest.path, "symbols"];
  const index = patterns.findIndex((pattern) => matchesName(pattern, resource));
  if (index !== -1) return allow(reading, [...path, index]);
  return deny(reading, path, `no pattern matches the symbol ${resource}`, {
    ffi: { libraries: { [String(manifest.path.at(-1))]: { symbols: [resource] } } },
  });
}

function memoryVerdict(reading: Reading, { bytes = 0 }: Request): Verdict {
  const path = ["ffi", "sandbox", "memory_limit"];
  const limit = reading.get(path) as number | undefined;
  if (limit === undefined) return undefined;
  if (limit === 0 || bytes <= limit) return allow(reading, path);
  return deny(reading, path, `${bytes} bytes would be held, and ${limit} may be`, {
    ffi: { sandbox: { memory_limit: bytes } },
  });
}
