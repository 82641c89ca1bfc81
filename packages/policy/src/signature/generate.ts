import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { fail } from "@cofferdam/core";
import { keyIdOf, rawKey } from "./key-id.js";
import { quoted, signatureError } from "./signature-error.js";

export interface KeyFiles {
  readonly keyId: string;
  /** For `trustedKeys`: its 32 bytes in base64. */
  readonly publicKey: string;
  /** Only this user may read it. */
  readonly privatePath: string;
  readonly publicPath: string;
}

/**
 * Makes a key, as the two files `cofferdam.key` and `cofferdam.pub`. Files that are there stay as they are.
 *
 * @param passphrase without which the key cannot be used. Choose a long one: whoever has the file can try millions a second
 * @throws ERR_POLICY_SIGNATURE, ERR_OPTION_RANGE
 */
export function generateKeyFiles(
  folder: string,
  { passphrase }: { readonly passphrase?: string | undefined } = {},
): KeyFiles {
  if (passphrase === "") {
    throw fail(
      "ERR_OPTION_RANGE",
      "Expected a passphrase for `passphrase`, got none. Omit it to have a key without one.",
    );
  }
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const privatePath = posix.join(folder, "cofferdam.key");
  const publicPath = posix.join(folder, "cofferdam.pub");
  const pem = publicKey.export({ type: "spki", format: "pem" });
  writeNew(publicPath, pem, 0o644);
  try {
    writeNew(privatePath, privatePem(privateKey, passphrase), 0o600);
  } catch (error) {
    rmSync(publicPath);
    throw error;
  }
  const raw = rawKey(publicKey).toString("base64");
  return { keyId: keyIdOf(publicKey), publicKey: raw, privatePath, publicPath };
}

function privatePem(key: KeyObject, passphrase: string | undefined): string | Buffer {
  const form = { type: "pkcs8", format: "pem" } as const;
  return key.export(
    passphrase === undefined ? form : { ...form, cipher: "aes-256-cbc", passphrase },
  );
}

function writeNew(path: string, text: string | Buffer, mode: number): void {
  try {
    const fd = openSync(path, "wx", mode); // never a link's target
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw notNew(path, cause);
  }
}

function notNew(path: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  return signatureError(
    "key",
    `Expected to write a new file ${quoted(path)}, got ${code ?? message}. Name a folder of this user's without keys in it.`,
    { cause },
  );
}
