/**
 * The file beside a policy that holds its signature:
 *
 *     cofferdam policy signature 1
 *     algorithm: ed25519
 *     key: 5d0c…                        SHA-256 of the public key, in hex
 *     name: cofferdam.toml              what the policy's file is called
 *     serial: 12                        the higher, the newer
 *     signature: 9kQ2…==
 *
 * What is signed is the lines before the signature, a NUL, and the policy's bytes. So nothing that was signed for something
 * else can be taken for it, and none of the lines can be exchanged. There is one way to write each: no bit is free.
 */
import { quoted, signatureError } from "./signature-error.js";

export interface SidecarHead {
  /** SHA-256 of the public key, in hex. */
  readonly keyId: string;
  /** What the policy's file is called, without its folder. */
  readonly name: string;
  /** 0 or more. */
  readonly serial: number;
}

export interface Sidecar extends SidecarHead {
  readonly signature: Buffer;
}

interface Line {
  readonly start: string;
  readonly rest: RegExp;
  /** What follows the start, in words. */
  readonly what: string;
}

const lines: readonly Line[] = [
  { start: "cofferdam policy signature ", rest: /^1$/, what: "1: the version that this one reads" },
  { start: "algorithm: ", rest: /^ed25519$/, what: "ed25519" },
  { start: "key: ", rest: /^[0-9a-f]{64}$/, what: "64 hexadecimal digits, in lower case" },
  { start: "name: ", rest: /^[^\p{Cc}/]+$/u, what: "the name of a file" },
  { start: "serial: ", rest: /^(0|[1-9]\d{0,15})$/, what: "a whole number" },
  // 64 bytes: the last character has four bits that say nothing, and are zero
  { start: "signature: ", rest: /^[A-Za-z0-9+/]{85}[AQgw]==$/, what: "64 bytes in base64" },
];

export function signedMessage(head: SidecarHead, policy: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${headText(head)}\0`), policy]);
}

export function encodeSidecar(sidecar: Sidecar): string {
  return `${headText(sidecar)}signature: ${sidecar.signature.toString("base64")}\n`;
}

function headText({ keyId, name, serial }: SidecarHead): string {
  const values = ["1", "ed25519", keyId, name, String(serial)];
  return values.map((value, index) => `${lines[index]?.start}${value}\n`).join("");
}

/** The mirror of `encodeSidecar`. @throws ERR_POLICY_SIGNATURE: malformed */
export function parseSidecar(text: string): Sidecar {
  const given = text.split("\n");
  const values = lines.map((line, index) => valueIn(line, given[index] ?? "", index));
  if (given.length !== lines.length + 1 || given.at(-1) !== "") {
    throw malformed(lines.length + 1, "a line feed, and the end of the file");
  }
  const [, , keyId = "", name = "", serial = "", signature = ""] = values;
  if (!Number.isSafeInteger(Number(serial))) throw malformed(5, "a number up to 2^53 - 1");
  return { keyId, name, serial: Number(serial), signature: Buffer.from(signature, "base64") };
}

function valueIn({ start, rest, what }: Line, line: string, index: number): string {
  const value = line.slice(start.length);
  if (line.startsWith(start) && rest.test(value)) return value;
  throw malformed(index + 1, `${quoted(start)} and ${what}`);
}

function malformed(line: number, expected: string): Error {
  return signatureError(
    "malformed",
    `Expected ${expected} in line ${line} of the signature, got something else. Sign the policy anew: \`cofferdam sign\`.`,
  );
}
