import { CliCommand } from "../frame/cli-command.js";
import { policyCheckCommand } from "./policy-check.js";
import { policyDiffCommand } from "./policy-diff.js";
import { policyExplainCommand } from "./policy-explain.js";
import { policyLearnCommand } from "./policy-learn.js";

export function policyCommand(): CliCommand {
  const group = new CliCommand("policy")
    .usage("<command> [option ...]")
    .summary("check, explain, learn and compare policies")
    .description("What a policy says, whether it is enforced, and where it comes from.")
    .example("cofferdam policy check", "cofferdam.toml of this folder")
    .example("cofferdam policy learn audit.jsonl", "the smallest policy for a recorded run");
  const commands = [
    policyCheckCommand(),
    policyExplainCommand(),
    policyLearnCommand(),
    policyDiffCommand(),
  ];
  for (const command of commands) group.addCommand(command);
  return group;
}
