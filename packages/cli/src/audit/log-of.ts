import { fail } from "@cofferdam/core";
import { DEFAULT_FILE } from "../policy/default-file.js";
import { policyAt } from "../policy/load.js";

/** The log that is meant when none is named: that of the policy in the working directory. @throws ERR_OPTION_TYPE */
export async function logOf(log: string | undefined): Promise<string> {
  if (log !== undefined) return log;
  const { readings } = await policyAt(DEFAULT_FILE);
  // a document cannot turn off the log of the one that it narrows
  const file = readings
    .map((reading) => reading.get(["audit", "file"]))
    .findLast((name) => name !== undefined);
  if (typeof file === "string") return file;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a log, got none: ${DEFAULT_FILE} has no \`audit.file\`. Name the log.`,
  );
}
