/** Keys to sign with. No message shows one, nor a passphrase. */
import { createPrivateKey, KeyObject } from "node:crypto";
import { signatureError } from "./signature-error.js";

/** @throws ERR_POLICY_SIGNATURE: it is no Ed25519 key to sign with, or its passphrase is another */
export function privateKeyOf(given: KeyObject | string | Buffer, passphrase?: string): KeyObject {
  const key = given instanceof KeyObject ? given : fromPem(given, passphrase);
  if (key.type !== "private") throw unusable("a private key", `a ${key.type} one`);
  if (key.asymmetricKeyType === "ed25519") return key;
  throw unusable("an Ed25519 key", `one for ${key.asymmetricKeyType}`);
}

function fromPem(pem: string | Buffer, passphrase: string | undefined): KeyObject {
  const isEncrypted = /^-----BEGIN ENCRYPTED PRIVATE KEY-----$/m.test(String(pem));
  if (isEncrypted && passphrase === undefined) {
    throw unusable("the passphrase of the key", "none");
  }
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(isEncrypted && { passphrase }) });
  } catch (cause) {
    const [expected, got] = isEncrypted
      ? ["the passphrase of the key", "another one"]
      : ["a private key as PEM", "something else"];
    throw unusable(expected, got, cause);
  }
}

function unusable(expected: string, got: string, cause?: unknown): Error {
  return signatureError(
    "key",
    `Expected ${expected} to sign with, got ${got}. \`cofferdam sign --generate\` makes a key.`,
    cause === undefined ? undefined : { cause },
  );
}
