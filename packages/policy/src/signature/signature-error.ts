import { fail, type SetupError } from "@cofferdam/core";
import { escaped } from "../toml/visible.js";

/**
 * - "missing": there is no sidecar, or it cannot be read.
 * - "malformed": it is none.
 * - "untrusted": it is by a key that is not trusted.
 * - "wrong": the signature is not of these bytes.
 * - "misnamed": what is signed is a file of another name.
 * - "old": its serial is lower than the lowest that is taken.
 * - "key": the key to sign with cannot be used.
 */
export type SignatureProblem =
  | "missing"
  | "malformed"
  | "untrusted"
  | "wrong"
  | "misnamed"
  | "old"
  | "key";

/** ERR_POLICY_SIGNATURE, with what audit asks for. */
export interface SignatureError extends SetupError {
  readonly problem: SignatureProblem;
}

export function signatureError(
  problem: SignatureProblem,
  message: string,
  options?: ErrorOptions,
): SignatureError {
  const error = fail("ERR_POLICY_SIGNATURE", message, options) as SetupError;
  return Object.assign(error, { problem });
}

/** A name or a path in a message. */
export function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}
