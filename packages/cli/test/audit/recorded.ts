/** An audit log that a real application wrote. */
import { join } from "node:path";
import { runChild } from "@cofferdam/testing/child.ts";
import { folderWith } from "../policy-files.ts";

const application = new URL("../children/application.mjs", import.meta.url);

const policy = `[ffi]
enabled = true

[ffi.sandbox]
allowed_libs = ["/**/libm.so.6"]

[audit]
file = "audit.jsonl"
`;

export interface Recorded {
  readonly folder: string;
  readonly policy: string;
  readonly log: string;
  /** Id of the event in which a library was denied. */
  readonly denied: string;
}

/** @param more lines in front of the policy */
export async function recorded(more = ""): Promise<Recorded> {
  const folder = folderWith({ "cofferdam.toml": `${more}${policy}` });
  const file = join(folder, "cofferdam.toml");
  const { status, stdout, stderr } = await runChild(application, { args: [file] });
  if (status !== 0) throw new Error(stderr);
  return { folder, policy: file, log: join(folder, "audit.jsonl"), denied: stdout.trim() };
}
