import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { loadPolicy, type Policy } from "@cofferdam/policy";

/** A file that is not there is no answer about a policy. @throws ERR_POLICY_INVALID, and what the system says */
export async function policyAt(file: string): Promise<Policy> {
  await access(file, constants.R_OK);
  return loadPolicy(file);
}
