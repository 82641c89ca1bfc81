/**
 * /etc/ld.so.cache: where the loader of glibc finds a name without a slash. Read here because `ldconfig -p` is not on
 * every machine. Format: `cache_file_new` in sysdeps/generic/dl-cache.h of glibc; caches written before glibc 2.32 have it
 * behind an older one. Any bytes give a value, or a MalformedError.
 *
 *     0        17     20      24              28..31   48
 *     | magic  |"1.1" | count | string bytes  | ...    | entries of 24 bytes: flags, name, path, -, hwcap | strings
 *
 * Entries with a `hwcap` are variants for some processors (glibc-hwcaps/); they are passed over, as the plain one runs on all.
 */
import { type Bytes, MalformedError, take, takeText } from "./bytes.js";
import { MAX_NAME_BYTES } from "./limits.js";

const [OLD_MAGIC, MAGIC] = ["ld.so-1.7.0", "glibc-ld.so.cache1.1"];
const [OLD_HEADER_BYTES, OLD_ENTRY_BYTES] = [16, 12];
const [HEADER_BYTES, ENTRY_BYTES] = [48, 24];

/**
 * Path by name of the libraries in it.
 *
 * @param flags of the entries that this machine can load
 * @throws MalformedError
 */
export function readLoaderCache(bytes: Bytes, flags: number): ReadonlyMap<string, string> {
  const start = startOf(bytes); // what the strings' offsets count from
  const header = take(bytes, start, HEADER_BYTES, "header");
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    throw new MalformedError(`No "${MAGIC}"`, start);
  }
  const length = header.readUInt32LE(20) * ENTRY_BYTES;
  const entries = take(bytes, start + HEADER_BYTES, length, "entries");
  const paths = new Map<string, string>();
  for (let at = 0; at < length; at += ENTRY_BYTES) {
    if (entries.readInt32LE(at) !== flags || entries.readBigUInt64LE(at + 16) !== 0n) continue;
    const [name, path] = [4, 8].map((field) =>
      takeText(bytes, start + entries.readUInt32LE(at + field), MAX_NAME_BYTES, "string"),
    ) as [string, string];
    if (!paths.has(name)) paths.set(name, path); // the loader takes the first, too
  }
  return paths;
}

function startOf(bytes: Bytes): number {
  const header = take(bytes, 0, OLD_HEADER_BYTES, "header");
  if (header.toString("latin1", 0, OLD_MAGIC.length) !== OLD_MAGIC) return 0;
  const end = OLD_HEADER_BYTES + header.readUInt32LE(12) * OLD_ENTRY_BYTES;
  return Math.ceil(end / 8) * 8;
}
