/** Which libraries may be loaded, as @cofferdam/admission and processHelper are told it. */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import type { Reading } from "../decide/reading.js";
import { smallest, zeroForNone } from "../limits/limit.js";
import type { Lock } from "../lock/lock.js";
import type { HelperLibraries } from "./factories.js";

const sandbox = ["ffi", "sandbox"];

/**
 * @param readings those that are enforced; none: every library
 * @param locks whose digests whoever opens a library anew has to hold it against
 */
export function libraryOptions(
  readings: readonly Reading[],
  locks: readonly Lock[] = [],
): HelperLibraries {
  const patterns = readings.flatMap((reading) => {
    const given = reading.get([...sandbox, "allowed_libs"]) as readonly string[] | undefined;
    return given === undefined ? [] : [given.map((text) => absolute(text, reading))];
  });
  const most = zeroForNone(smallest(readings, [...sandbox, "max_loaded_libs"]));
  const [allowedLibs, ...narrowedBy] = patterns;
  return {
    ...(allowedLibs && { allowedLibs, narrowedBy }),
    blockSystemLibs: readings.some(
      (reading) => reading.get([...sandbox, "block_system_libs"]) === true,
    ),
    ...(most !== undefined && { maxLoadedLibs: most }),
    sha256: Object.assign({}, ...locks.map(lockedPins), ...readings.map(pins)),
  };
}

/** A pattern that begins at the root, as whoever has another working directory needs it. */
function absolute(text: string, { document }: Reading): string {
  return text.startsWith("/") ? text : `${literal(document.folder)}/${text}`;
}

/** A folder's own name is never a pattern. */
function literal(folder: string): string {
  return folder.replace(/[*?[{}\\]/g, "[$&]");
}

function pins(reading: Reading): Readonly<Record<string, string>> {
  const manifests = Object.entries(Object(reading.get(["ffi", "libraries"])));
  return Object.fromEntries(
    manifests.flatMap(([name, manifest]) => {
      const { sha256 } = Object(manifest) as { sha256?: string };
      return sha256 === undefined ? [] : [[posix.resolve(reading.document.folder, name), sha256]];
    }),
  );
}

/** What is gone since it was locked cannot be loaded, whatever its digest was. */
function lockedPins({ folder, entries }: Lock): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...entries.values()].flatMap(({ path, sha256 }) => {
      const absolute = posix.resolve(folder, path);
      return existsSync(absolute) ? [[absolute, sha256]] : [];
    }),
  );
}
