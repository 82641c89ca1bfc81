import { type KeyObject, sign } from "node:crypto";
import { keyIdOf } from "./key-id.js";
import { checkName, checkSerial } from "./options.js";
import { privateKeyOf } from "./private-key.js";
import { encodeSidecar, signedMessage } from "./sidecar.js";

export interface SignOptions {
  /** What the policy's file is called, without its folder: it is signed, too. */
  readonly name: string;
  /** The higher, the newer, so that one that was replaced can be told. Default: 0. */
  readonly serial?: number | undefined;
  /** Of a key in PEM. */
  readonly passphrase?: string | undefined;
}

/**
 * Signs exactly these bytes. What they say is not looked at.
 *
 * @param privateKey or its PEM
 * @returns the sidecar's text
 * @throws ERR_POLICY_SIGNATURE, ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function signPolicy(
  bytes: Uint8Array,
  privateKey: KeyObject | string | Buffer,
  { name, serial = 0, passphrase }: SignOptions,
): string {
  checkName(name);
  checkSerial(serial, "serial");
  const key = privateKeyOf(privateKey, passphrase);
  const head = { keyId: keyIdOf(key), name, serial };
  return encodeSidecar({ ...head, signature: sign(null, signedMessage(head, bytes), key) });
}
