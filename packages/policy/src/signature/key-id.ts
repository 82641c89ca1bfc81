import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** The 32 bytes of a public key, as RFC 8032 has them. */
export function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x as string, "base64url");
}

/** SHA-256 of the public key's 32 bytes, in hex. */
export function keyIdOf(key: KeyObject): string {
  const isPrivate = key.type === "private";
  return createHash("sha256")
    .update(rawKey(isPrivate ? createPublicKey(key) : key))
    .digest("hex");
}
