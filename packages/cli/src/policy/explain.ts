/** `policy explain`: keys, what they are, what they are here, and what enforces them. */
import { access } from "node:fs/promises";
import type { Plan, Policy } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { DEFAULT_FILE } from "./default-file.js";
import { type ExplainedKey, explainedKey } from "./explained-key.js";
import { keyListText, keyText } from "./explained-text.js";
import { type KnownKey, keysAt } from "./known-keys.js";
import { factories } from "./layers.js";
import { policyAt } from "./load.js";

export interface ExplainOptions {
  /** Default: the one in the working directory, if there is any. */
  readonly policy?: string;
}

/** @throws ERR_OPTION_RANGE, ERR_POLICY_INVALID, and what the system says of the file */
export async function explainPolicy(
  key: string | undefined,
  { policy: file }: ExplainOptions,
): Promise<Answer> {
  const policy = await givenPolicy(file);
  const found = keysAt(key, policy?.documents.map(({ given }) => given) ?? []);
  const keys = explained(found, policy);
  const [only] = keys;
  return {
    ok: true,
    document: { policy: policy?.documents.map((each) => each.file) ?? null, keys },
    text: (page) =>
      only !== undefined && keys.length === 1 ? keyText(only, page) : keyListText(keys, page),
  };
}

async function givenPolicy(file: string | undefined): Promise<Policy | undefined> {
  if (file !== undefined) return policyAt(file);
  const isThere = await access(DEFAULT_FILE).then(
    () => true,
    () => false,
  );
  return isThere ? policyAt(DEFAULT_FILE) : undefined;
}

function explained(keys: readonly KnownKey[], policy: Policy | undefined): readonly ExplainedKey[] {
  const plan: Plan | undefined = policy?.plan(factories());
  return keys.map((key) => explainedKey(key, policy, plan));
}
