import type { KeyObject } from "node:crypto";
import { closeSync } from "node:fs";
import { type OpenFile, openRegularFile } from "@cofferdam/admission";
import { ReadError, readBytes } from "../files/read-bytes.js";
import { MAX_KEY_FILE_BYTES } from "./limits.js";
import { privateKeyOf } from "./private-key.js";
import { quoted, signatureError } from "./signature-error.js";

const OTHERS = 0o077;

/**
 * A key to sign with, of a file that nobody else may read.
 *
 * @throws ERR_POLICY_SIGNATURE
 */
export function readPrivateKey(
  file: string,
  { passphrase }: { readonly passphrase?: string | undefined } = {},
): KeyObject {
  const pem = secretIn(file);
  try {
    return privateKeyOf(pem, passphrase);
  } finally {
    pem.fill(0);
  }
}

function secretIn(file: string): Buffer {
  const { fd, status } = opened(file);
  try {
    const mode = Number(status.mode) & 0o777;
    if ((mode & OTHERS) !== 0 && process.platform !== "win32") throw exposed(file, mode);
    return readBytes(fd, MAX_KEY_FILE_BYTES);
  } catch (error) {
    throw error instanceof ReadError ? unreadable(file, error.message, error) : error;
  } finally {
    closeSync(fd);
  }
}

function opened(file: string): OpenFile {
  try {
    return openRegularFile(file);
  } catch (cause) {
    const { code = "what is no regular file" } = cause as NodeJS.ErrnoException;
    throw unreadable(file, code, cause);
  }
}

function exposed(file: string, mode: number): Error {
  return signatureError(
    "key",
    `Expected a key that only its owner may read at ${quoted(file)}, got one of mode ${mode.toString(8)}. ` +
      "`chmod 600` it; if others may have read it, make another.",
  );
}

function unreadable(file: string, got: string, cause: unknown): Error {
  return signatureError(
    "key",
    `Expected a key to sign with at ${quoted(file)}, got ${got}. \`cofferdam sign --generate\` makes one.`,
    { cause },
  );
}
