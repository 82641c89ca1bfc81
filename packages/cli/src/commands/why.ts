import { Argument } from "commander";
import type { WhyOptions } from "../audit/why.js";
import { offering } from "../frame/candidates.js";
import { CliCommand } from "../frame/cli-command.js";

export function whyCommand(): CliCommand {
  const id = new Argument("<id>", "the id of an event, or its number");
  return new CliCommand("why")
    .summary("why something was allowed or denied, and what would allow it")
    .description(
      "Tells of one event of an audit log: what happened, which line of the policy decided, and which " +
        "lines would allow it. The id is in the log, and in the error that was thrown.",
    )
    .addArgument(offering(id, { words: [] }))
    .option("--log <log>", "the audit log; default: that of cofferdam.toml")
    .saysNo("the log has no such event")
    .example("cofferdam why 17 --log audit.jsonl", "event 17 of the log")
    .answers<WhyOptions>(async ([given = ""], options) => {
      const { whyEvent } = await import("../audit/why.js");
      return whyEvent(given, options);
    });
}
