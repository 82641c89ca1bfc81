import { verify } from "node:crypto";
import { checkName, checkSerial } from "./options.js";
import { parseSidecar, type Sidecar, signedMessage } from "./sidecar.js";
import { quoted, signatureError } from "./signature-error.js";
import { parseTrustedKeys, type TrustedKeys } from "./trusted-keys.js";

export interface VerifyOptions {
  /** What the policy's file is called, without its folder: it was signed under that name. */
  readonly name: string;
  /** The lowest serial that is taken: an older policy, put back, has a lower one. Default: 0, which takes any. */
  readonly minSerial?: number | undefined;
}

export interface Verified {
  /** Of the key that signed it. */
  readonly keyId: string;
  readonly serial: number;
}

/**
 * Whether these bytes were signed, by one of these keys, as a policy of this name.
 *
 * Not covered: in which folder the file lies, whom it was signed for (one key for two applications signs for both), and
 * whether there is a newer one, unless `minSerial` says so.
 *
 * @param sidecar its text
 * @throws ERR_POLICY_SIGNATURE; ERR_OPTION_TYPE, ERR_OPTION_RANGE: the keys are none, or are no keys
 */
export function verifyPolicy(
  bytes: Uint8Array,
  sidecar: string,
  trustedKeys: readonly string[],
  { name, minSerial = 0 }: VerifyOptions,
): Verified {
  checkName(name);
  checkSerial(minSerial, "minSerial");
  const keys = parseTrustedKeys(trustedKeys);
  const parsed = parseSidecar(sidecar);
  checkSignature(bytes, parsed, keys);
  if (parsed.name !== name) throw misnamed(parsed.name, name);
  if (parsed.serial < minSerial) throw old(parsed.serial, minSerial);
  return { keyId: parsed.keyId, serial: parsed.serial };
}

function checkSignature(bytes: Uint8Array, sidecar: Sidecar, keys: TrustedKeys): void {
  const key = keys.get(sidecar.keyId);
  if (key === undefined) throw untrusted(sidecar.keyId, keys);
  if (verify(null, signedMessage(sidecar, bytes), key, sidecar.signature)) return;
  throw signatureError(
    "wrong",
    `Expected a signature of this policy by the key ${sidecar.keyId}, got one of other bytes. Sign what it says now, if that is meant.`,
  );
}

function untrusted(keyId: string, keys: TrustedKeys): Error {
  return signatureError(
    "untrusted",
    `Expected a signature by a key of \`trustedKeys\` (${[...keys.keys()].join(", ")}), got one by ${keyId}. Sign with a key that is trusted.`,
  );
}

function misnamed(signed: string, name: string): Error {
  return signatureError(
    "misnamed",
    `Expected the signature of ${quoted(name)}, got that of a policy called ${quoted(signed)}. Sign it under the name that it has.`,
  );
}

function old(serial: number, least: number): Error {
  return signatureError(
    "old",
    `Expected a policy with the serial ${least} or higher, got ${serial}: it was replaced by a newer one. Use that.`,
  );
}
