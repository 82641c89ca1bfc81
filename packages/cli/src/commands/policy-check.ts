import { Option } from "commander";
import { offering } from "../frame/candidates.js";
import { CliCommand } from "../frame/cli-command.js";
import { listed } from "../frame/values.js";
import type { CheckOptions } from "../policy/check.js";
import { DEFAULT_FILE } from "../policy/default-file.js";
import { layerNames } from "../policy/layer-names.js";

export function policyCheckCommand(): CliCommand {
  const layers = new Option(
    "--layers <names>",
    "those that the application gives to policy.layers; default: all that are installed",
  ).argParser(listed);
  return new CliCommand("check")
    .summary("all problems of a policy; or what enforces each key of it here")
    .description(
      "Reads a policy, and what it extends. Shows all problems at once, each where it is. Of a " +
        "policy without problems it shows what enforces each key on this machine, and how strongly.",
    )
    .argument("[file]", "the policy", DEFAULT_FILE)
    .addOption(offering(layers, { words: layerNames, isList: true }))
    .saysNo("it has problems, or keys that nothing enforces here")
    .example("cofferdam policy check", "cofferdam.toml of this folder")
    .example("cofferdam policy check --layers signals,stack", "without a helper process")
    .answers<CheckOptions>(async ([file = DEFAULT_FILE], options) => {
      const { checkPolicy } = await import("../policy/check.js");
      return checkPolicy(file, options);
    });
}
