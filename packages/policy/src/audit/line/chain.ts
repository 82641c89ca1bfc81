/**
 * The hash chain. A line is `{…,"previous":"<hash of the line before>","hash":"<hash>"}`; its hash is the SHA-256 of the line as
 * it is without `,"hash":"…"`. So a line is checked as bytes: nothing is parsed and written anew for it.
 */
import { hash as digest } from "node:crypto";

/** In front of the first line. */
export const NO_HASH = "0".repeat(64);

const PREVIOUS = `,"previous":"${NO_HASH}"`.length;
const HASH = `,"hash":"${NO_HASH}"}`.length;
const HASH_FIELD = /^,"hash":"([0-9a-f]{64})"\}$/;
const BRACE = 0x7d;

/** What sealing adds to a text, with the newline. */
export const SEAL_BYTES = PREVIOUS + HASH + 1;

/**
 * Makes a line of a text, in place.
 *
 * @param start where the text begins, `{…` without the closing brace
 * @param end behind the text, and SEAL_BYTES more
 * @returns the line's hash
 */
export function seal(bytes: Buffer, start: number, end: number, previous: string): string {
  const text = end - SEAL_BYTES;
  bytes.write(`,"previous":"${previous}"}`, text, "latin1");
  const hash = digest("sha256", bytes.subarray(start, text + PREVIOUS + 1), "hex");
  bytes.write(`,"hash":"${hash}"}\n`, text + PREVIOUS, "latin1");
  return hash;
}

export interface Unsealed {
  /** That the line says. */
  readonly hash: string;
  /** That its bytes have. */
  readonly computed: string;
}

/** @param line without its newline; undefined: it has no hash */
export function unseal(line: Buffer): Unsealed | undefined {
  const at = line.length - HASH;
  if (at < 0) return undefined;
  const hash = HASH_FIELD.exec(line.toString("latin1", at))?.[1];
  if (hash === undefined) return undefined;
  const body = Buffer.from(line.subarray(0, at + 1));
  body[at] = BRACE;
  return { hash, computed: digest("sha256", body, "hex") };
}
