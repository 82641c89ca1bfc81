/** Keys of the tests: made anew each time. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";

export interface Key {
  readonly privateKey: KeyObject;
  readonly pem: string;
  /** As PEM, and as 32 bytes in base64. */
  readonly publicPem: string;
  readonly publicRaw: string;
}

export function newKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privateKey,
    pem: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    publicPem: String(publicKey.export({ type: "spki", format: "pem" })),
    publicRaw: Buffer.from(String(publicKey.export({ format: "jwk" }).x), "base64url").toString(
      "base64",
    ),
  };
}
