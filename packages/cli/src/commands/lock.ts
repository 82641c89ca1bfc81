import { CliCommand } from "../frame/cli-command.js";
import { repeated } from "../frame/values.js";
import type { LockOptions } from "../lock/lock.js";
import { DEFAULT_FILE } from "../policy/default-file.js";

export function lockCommand(): CliCommand {
  return new CliCommand("lock")
    .summary("write cofferdam.lock: what a policy lets be loaded, as it is now")
    .description(
      "Finds the libraries and WebAssembly modules that a policy allows, and writes their digests, " +
        "imports and exports to cofferdam.lock beside it. Shows what has changed since the last time: " +
        "read it as you would read code.",
    )
    .argument("[file]", "the policy", DEFAULT_FILE)
    .option("--check", "write nothing; is all as it is in the lock?")
    .option("--addon <file>", "lock this .node file, too; may be repeated", repeated)
    .saysNo("something has changed, or the policy has problems")
    .example("cofferdam lock", "after an update that was meant")
    .example("cofferdam lock --check", "in CI")
    .answers<LockOptions>(async ([file = DEFAULT_FILE], options) => {
      const { lockFiles } = await import("../lock/lock.js");
      return lockFiles(file, options);
    });
}
