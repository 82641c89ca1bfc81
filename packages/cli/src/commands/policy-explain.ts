import { Argument } from "commander";
import { offering } from "../frame/candidates.js";
import { CliCommand } from "../frame/cli-command.js";
import type { ExplainOptions } from "../policy/explain.js";

export function policyExplainCommand(): CliCommand {
  const key = new Argument("[key]", "a key, or a table; default: all keys");
  return new CliCommand("explain")
    .summary("what a key is, what it is here, and what enforces it")
    .description(
      "Shows keys of a policy: type, unit, default, what each document says with its line, and what " +
        "enforces it on this machine.",
    )
    .addArgument(offering(key, { words: allKeys }))
    .option("--policy <file>", "the policy; default: cofferdam.toml, if it is there")
    .saysNo("the policy has problems")
    .example("cofferdam policy explain ffi.sandbox.memory_limit", "one key")
    .example("cofferdam policy explain ffi.sandbox.process", "all keys of a table")
    .answers<ExplainOptions>(async ([given], options) => {
      const { explainPolicy } = await import("../policy/explain.js");
      return explainPolicy(given, options);
    });
}

async function allKeys(): Promise<readonly string[]> {
  const { patterns } = await import("../policy/known-keys.js");
  return patterns().map(({ path }) => path.join("."));
}
