/** The tree of commands. */
import { auditCommand } from "./commands/audit.js";
import { completeCommand } from "./commands/complete.js";
import { completionCommand } from "./commands/completion.js";
import { doctorCommand } from "./commands/doctor.js";
import { lockCommand } from "./commands/lock.js";
import { policyCommand } from "./commands/policy.js";
import { signCommand } from "./commands/sign.js";
import { statusCommand } from "./commands/status.js";
import { verifyCommand } from "./commands/verify.js";
import { whyCommand } from "./commands/why.js";
import { CliCommand } from "./frame/cli-command.js";
import { globalOptions } from "./frame/global-options.js";
import { version } from "./version.js";

const description =
  "Checks and explains the policies of cofferdam, reads its audit logs, and tries what " +
  "contains a guest on this machine.";

export function createProgram(): CliCommand {
  const program = new CliCommand("cofferdam")
    .usage("<command> [option ...]")
    .description(description)
    .version(version, "-V, --version", "the version of this command")
    .example("cofferdam doctor", "what each layer can enforce here")
    .example("cofferdam policy check", "is cofferdam.toml well, and enforced here?")
    .example("cofferdam why 17 --log audit.jsonl", "why was that denied?");
  for (const option of globalOptions) program.addOption(option);
  for (const command of commands()) program.addCommand(command);
  return program.addCommand(completeCommand(program), { hidden: true });
}

function commands(): readonly CliCommand[] {
  return [
    doctorCommand(),
    policyCommand(),
    lockCommand(),
    signCommand(),
    verifyCommand(),
    auditCommand(),
    whyCommand(),
    statusCommand(),
    completionCommand(),
  ];
}
