/** `verify`: was a policy signed by somebody who is trusted? */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { readSidecar, type Verified, verifyPolicy } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";

export interface VerifyOptions {
  readonly trust: readonly string[];
  readonly minSerial?: number;
}

/** @throws ERR_OPTION_RANGE: a key is none; and what the system says of the files */
export async function verifySignature(file: string, options: VerifyOptions): Promise<Answer> {
  const { trust, minSerial = 0 } = options;
  const keys = await Promise.all(trust.map(keyIn));
  const bytes = await readFile(file);
  try {
    const name = basename(file);
    return well(file, verifyPolicy(bytes, readSidecar(file), keys, { name, minSerial }));
  } catch (error) {
    const { code, problem, message } = error as {
      code?: string;
      problem?: string;
      message: string;
    };
    if (code !== "ERR_POLICY_SIGNATURE") throw error;
    return {
      ok: false,
      document: { file, keyId: null, serial: null, problem: problem ?? null, reason: message },
      text: () => `${message}\n`,
    };
  }
}

function well(file: string, { keyId, serial }: Verified): Answer {
  return {
    ok: true,
    document: { file, keyId, serial, problem: null, reason: null },
    text: () => `${file}: signed by ${keyId}, with the serial ${serial}.\n`,
  };
}

/** 32 bytes in base64 are a key; everything else is a file that has one. */
async function keyIn(text: string): Promise<string> {
  return /^[A-Za-z0-9+/]{43}=$/.test(text) ? text : readFile(text, "utf8");
}
