import type { FoundFile } from "./find.js";
import { sha256Of } from "./hash.js";
import { MAX_HASHED_BYTES } from "./limits.js";
import type { OpenFile } from "./open-file.js";
import type { Pin } from "./policy.js";
import { type Refused, refusal } from "./refusal.js";

const OTHERS_WRITE = 0o022;

/**
 * Holds a file against the digests that are pinned for it under any of its names.
 *
 * @returns its digest; undefined: none is pinned
 * @throws LibraryRefusal
 */
export function checkPins(
  file: OpenFile & FoundFile & Refused,
  pins: readonly Pin[],
): string | undefined {
  const expected = digestsFor(file, pins);
  if (expected.length === 0) return undefined;
  checkWriters(file);
  const digest = file.status.size > MAX_HASHED_BYTES ? undefined : sha256Of(file.fd);
  if (digest === undefined) throw refusal("sha256_size", file, String(file.status.size));
  const other = expected.find((pinned) => pinned !== digest);
  if (other !== undefined) {
    throw refusal("sha256", { ...file, sha256: digest }, `${digest}, not ${other}`);
  }
  return digest;
}

/** By the name that was asked for, and by each link too: a link that leads elsewhere today does not undo its pin. */
function digestsFor({ path, realPath, links }: FoundFile, pins: readonly Pin[]): readonly string[] {
  const names = [path, realPath, ...links.map((link) => link.path)];
  return pins
    .filter(({ paths }) => paths.some((name) => names.includes(name)))
    .map((pin) => pin.digest);
}

/** Otherwise the bytes could be changed in place once they are hashed. (An ACL's writers show as the group's.) */
function checkWriters(file: OpenFile & Refused): void {
  const { mode, uid } = file.status;
  const isTrusted = uid === 0n || uid === BigInt(process.geteuid?.() ?? 0);
  if (isTrusted && (Number(mode) & OTHERS_WRITE) === 0) return;
  throw refusal(
    "sha256_writable",
    file,
    `owner ${uid}, mode ${(Number(mode) & 0o7777).toString(8)}`,
  );
}
