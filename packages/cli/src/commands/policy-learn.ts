import { CliCommand } from "../frame/cli-command.js";
import type { LearnOptions } from "../policy/learn.js";

export function policyLearnCommand(): CliCommand {
  return new CliCommand("learn")
    .summary("the smallest policy that allows what a log says was done")
    .description(
      "Reads an audit log, and writes a policy that allows what was done then, and nothing else. " +
        "Record the run with `unsafe_audit_only`, read what comes out, and take away.",
    )
    .argument("<log>", "an audit log")
    .option("-o, --output <file>", "where to write it; it must not be there. Default: stdout")
    .option("--denied", "allow what was denied, too")
    .example("cofferdam policy learn audit.jsonl -o cofferdam.toml", "a new policy")
    .answers<LearnOptions>(async ([log = ""], options) => {
      const { learnPolicy } = await import("../policy/learn.js");
      return learnPolicy(log, options);
    });
}
