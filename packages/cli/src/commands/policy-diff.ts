import { CliCommand } from "../frame/cli-command.js";
import type { DiffOptions } from "../policy/diff.js";

export function policyDiffCommand(): CliCommand {
  return new CliCommand("diff")
    .summary("what another policy allows and denies differently")
    .description(
      "Compares two policies key by key, with what each extends. With a log it shows which of the " +
        "recorded requests the second policy would decide otherwise than the first.",
    )
    .argument("<before>", "a policy")
    .argument("<after>", "another one")
    .option("--log <log>", "an audit log: a recorded run")
    .saysNo("they are different, or have problems")
    .example("cofferdam policy diff old.toml cofferdam.toml", "keys, and whether they allow more")
    .example("cofferdam policy diff a.toml b.toml --log audit.jsonl", "and what was recorded")
    .answers<DiffOptions>(async ([before = "", after = ""], options) => {
      const { diffPolicies } = await import("../policy/diff.js");
      return diffPolicies(before, after, options);
    });
}
