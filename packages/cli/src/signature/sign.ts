/** `sign`: a signature beside a policy, or a key to sign with. */
import { basename } from "node:path";
import {
  generateKeyFiles,
  readPrivateKey,
  sidecarPath,
  signPolicy,
  writeSidecar,
} from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { policyAt } from "../policy/load.js";
import { passphrase } from "./passphrase.js";

export interface SignOptions {
  readonly key: string;
  readonly serial?: number;
  readonly generate?: boolean;
}

/** @throws ERR_POLICY_SIGNATURE, ERR_POLICY_INVALID, ERR_OPTION_RANGE, and what the system says of the policy */
export async function sign(file: string, options: SignOptions): Promise<Answer> {
  return options.generate ? generated() : signed(file, options);
}

function generated(): Answer {
  const made = generateKeyFiles(process.cwd(), passphrase());
  const { keyId, publicKey, privatePath, publicPath } = made;
  const lines = [
    `${privatePath}: signs; keep it where nobody else reads it`,
    `${publicPath}: for whoever trusts it`,
    `trustedKeys: ["${publicKey}"]`,
    `key: ${keyId}`,
  ];
  return {
    ok: true,
    document: { keyId, publicKey, privatePath, publicPath },
    text: () => lines.map((line) => `${line}\n`).join(""),
  };
}

async function signed(file: string, { key: keyFile, serial = 0 }: SignOptions): Promise<Answer> {
  const [document] = (await policyAt(file)).documents; // what has problems is not to be signed
  const { bytes } = document as NonNullable<typeof document>;
  const key = readPrivateKey(keyFile, passphrase());
  writeSidecar(file, signPolicy(bytes, key, { name: basename(file), serial }));
  const signature = sidecarPath(file);
  return {
    ok: true,
    document: { file, signature, serial },
    text: () => `${signature}: written, with the serial ${serial}.\n`,
  };
}
