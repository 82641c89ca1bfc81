import { Option } from "commander";
import type { VerifyOptions } from "../audit/verify.js";
import { offering } from "../frame/candidates.js";
import { CliCommand } from "../frame/cli-command.js";

export function auditVerifyCommand(): CliCommand {
  const head = new Option(
    "--head <events:hash>",
    "what was printed once, and kept elsewhere: the log has to contain it",
  );
  return new CliCommand("verify")
    .summary("is a log what was written, and all of it?")
    .description(
      "Follows the chain of hashes through all files of a log. A last line that is torn is a " +
        "warning: a process was killed. A log that was cut off at its end, or made anew as a whole, " +
        "shows only against a head that was kept elsewhere.",
    )
    .argument("<log>", "the log; the files that were rotated away beside it are read, too")
    .addOption(offering(head, { words: [] }))
    .saysNo("it is not what was written")
    .example("cofferdam audit verify audit.jsonl", "prints its head in the last line")
    .example(
      "cofferdam audit verify audit.jsonl --head 1234:9f86d081…",
      "nothing was cut off since",
    )
    .answers<VerifyOptions>(async ([log = ""], options) => {
      const { verifyLog } = await import("../audit/verify.js");
      return verifyLog(log, options);
    });
}
