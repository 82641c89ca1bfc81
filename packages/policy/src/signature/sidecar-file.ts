import { isUtf8 } from "node:buffer";
import { closeSync } from "node:fs";
import { openRegularFile } from "@cofferdam/admission";
import { ReadError, readBytes } from "../files/read-bytes.js";
import { replaceFile } from "../files/replace-file.js";
import { MAX_SIDECAR_BYTES } from "./limits.js";
import { quoted, type SignatureError, signatureError } from "./signature-error.js";

/** Where the signature of a policy's file is. */
export function sidecarPath(file: string): string {
  return `${file}.sig`;
}

/**
 * The text of the sidecar beside a policy's file.
 *
 * @throws ERR_POLICY_SIGNATURE
 */
export function readSidecar(file: string): string {
  let fd: number | undefined;
  try {
    ({ fd } = openRegularFile(sidecarPath(file)));
    const bytes = readBytes(fd, MAX_SIDECAR_BYTES);
    if (isUtf8(bytes)) return bytes.toString();
    throw new ReadError("what is no text");
  } catch (cause) {
    throw missing(file, cause);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** As a whole or not at all. @throws ERR_POLICY_SIGNATURE */
export function writeSidecar(file: string, text: string): void {
  try {
    replaceFile(sidecarPath(file), text);
  } catch (cause) {
    throw signatureError(
      "missing",
      `Expected to write ${quoted(sidecarPath(file))}, got ${reasonOf(cause)}. Sign in a folder that this user may write.`,
      { cause },
    );
  }
}

function missing(file: string, cause: unknown): SignatureError {
  const isRead = cause instanceof ReadError;
  const got = isRead ? cause.message : `nothing (${reasonOf(cause)})`;
  return signatureError(
    isRead ? "malformed" : "missing",
    `Expected a signature of ${quoted(file)} at ${quoted(sidecarPath(file))}, got ${got}. Sign the policy: \`cofferdam sign\`.`,
    { cause },
  );
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
