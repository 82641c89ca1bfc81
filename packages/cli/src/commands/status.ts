import { CliCommand } from "../frame/cli-command.js";

export function statusCommand(): CliCommand {
  return new CliCommand("status")
    .summary("what an application did, from its audit log")
    .description(
      "Counts what is in an audit log: loads, calls, denials and faults of each target, what denied " +
        "most, and what came last. It knows what was logged, and nothing else: at level `warn` no " +
        "loads and calls.",
    )
    .argument("[log]", "the log; default: that of cofferdam.toml")
    .saysNo("no log is named, and cofferdam.toml has problems")
    .example("cofferdam status audit.jsonl", "of this log")
    .answers(async ([log]) => {
      const { statusOf } = await import("../audit/status.js");
      return statusOf(log);
    });
}
