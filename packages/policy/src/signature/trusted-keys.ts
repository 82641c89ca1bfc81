import { createPublicKey, type KeyObject } from "node:crypto";
import { fail } from "@cofferdam/core";
import { keyIdOf, rawKey } from "./key-id.js";
import { MAX_TRUSTED_KEYS } from "./limits.js";
import { hasSmallOrder } from "./small-order.js";

/** Public keys by their ids; never none. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/**
 * Reads what an application trusts. No message shows a key: what was given by mistake may be a private one.
 *
 * @param keys each as PEM, or as its 32 bytes in base64
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function parseTrustedKeys(keys: readonly string[]): TrustedKeys {
  if (!Array.isArray(keys)) throw wrong("a list of keys", typeof keys, "ERR_OPTION_TYPE");
  if (keys.length === 0 || keys.length > MAX_TRUSTED_KEYS) {
    throw wrong(`1 to ${MAX_TRUSTED_KEYS} keys`, `${keys.length}`);
  }
  const parsed = keys.map(parsePublicKey);
  return new Map(parsed.map((key) => [keyIdOf(key), key]));
}

const PEM = /^-----BEGIN (?<label>[A-Z0-9 ]+)-----\n[A-Za-z0-9+/=\n]+\n-----END \k<label>-----$/;
/** 32 bytes: the last character has two bits that say nothing, and are zero. */
const RAW = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

function parsePublicKey(text: unknown): KeyObject {
  if (typeof text !== "string") throw wrong("a key as text", typeof text, "ERR_OPTION_TYPE");
  const trimmed = text.replaceAll("\r\n", "\n").trim();
  const key = RAW.test(trimmed) ? fromRaw(trimmed) : fromPem(trimmed);
  const type = key.asymmetricKeyType;
  if (type !== "ed25519") throw wrong("an Ed25519 key", `one for ${type}`);
  if (!hasSmallOrder(rawKey(key))) return key;
  throw wrong("the key of somebody", "one that everybody can sign with");
}

function fromRaw(base64: string): KeyObject {
  const x = Buffer.from(base64, "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

function fromPem(text: string): KeyObject {
  const label = PEM.exec(text)?.groups?.label;
  if (label !== "PUBLIC KEY") throw wrong("a public key", gotOf(label));
  try {
    return createPublicKey(text);
  } catch (cause) {
    throw wrong("a public key", "PEM that holds none", undefined, cause);
  }
}

function gotOf(label: string | undefined): string {
  if (label === undefined) return "neither PEM of one key nor 32 bytes in base64";
  return label.endsWith("PRIVATE KEY") ? "a private one; keep that secret" : `a ${label}`;
}

function wrong(
  expected: string,
  got: string,
  code: "ERR_OPTION_TYPE" | "ERR_OPTION_RANGE" = "ERR_OPTION_RANGE",
  cause?: unknown,
): Error {
  return fail(
    code,
    `Expected ${expected} for \`trustedKeys\`, got ${got}. Give what \`cofferdam sign --generate\` prints, or its cofferdam.pub.`,
    cause === undefined ? undefined : { cause },
  );
}
