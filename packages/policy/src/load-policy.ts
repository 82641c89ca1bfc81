import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { checkKeys } from "@cofferdam/core";
import type { PolicyDocument } from "./document.js";
import { loadDocuments } from "./load.js";
import type { Lock } from "./lock/lock.js";
import { readLock } from "./lock/read-lock.js";
import { Policy } from "./policy.js";
import { readSidecar, sidecarPath } from "./signature/sidecar-file.js";
import { verifyPolicy } from "./signature/verify.js";

export interface LoadOptions {
  /**
   * Public Ed25519 keys, as PEM or as 32 bytes in base64. With any, the base document needs a signature by one of them beside it
   * (`cofferdam.toml.sig`); documents that extend it need none, as they can only take away.
   */
  readonly trustedKeys?: readonly string[];
  /** The lowest serial of a signature that is taken: so that an old policy cannot be put back. Default: 0. */
  readonly minSerial?: number;
}

/** What a lock is called that no document names: it counts if it lies beside the base. */
const LOCK_NAME = "cofferdam.lock";

/** Files that count if they are there: a signature and a lock beside the base. */
export function filesBeside({ file, folder }: PolicyDocument): readonly string[] {
  return [sidecarPath(file), join(folder, LOCK_NAME)];
}

/**
 * Reads a policy, all that it extends, and its lock.
 *
 * @param path of a TOML file; default: "cofferdam.toml" in the working directory
 * @throws ERR_POLICY_INVALID with all problems at once, ERR_POLICY_SIGNATURE, ERR_POLICY_LOCK
 */
export async function loadPolicy(
  path: string = "cofferdam.toml",
  options: LoadOptions = {},
): Promise<Policy> {
  checkKeys(options, ["trustedKeys", "minSerial"], "loadPolicy");
  const documents = await loadDocuments(path);
  const serial = signedSerial(documents, options);
  return Policy.of(documents, locksOf(documents), serial);
}

/** @returns 0 where no signature is asked for. @throws ERR_POLICY_SIGNATURE */
function signedSerial(
  documents: readonly PolicyDocument[],
  { trustedKeys, minSerial }: LoadOptions,
): number {
  if (trustedKeys === undefined) return 0;
  const { file, bytes } = documents.at(-1) as PolicyDocument;
  const name = basename(file);
  return verifyPolicy(bytes, readSidecar(file), trustedKeys, { name, minSerial }).serial;
}

/** What is loaded has to agree with each of them. */
function locksOf(documents: readonly PolicyDocument[]): readonly Lock[] {
  const named = documents.flatMap(({ given }) => given.lock ?? []);
  const beside = join((documents.at(-1) as PolicyDocument).folder, LOCK_NAME);
  const found = isThere(beside) ? [beside] : [];
  return [...new Set([...named, ...found])].map(readLock);
}

/** What cannot be looked at is there: reading it says what is wrong. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
