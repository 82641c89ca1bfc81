import { CliCommand } from "../frame/cli-command.js";
import { auditVerifyCommand } from "./audit-verify.js";

export function auditCommand(): CliCommand {
  return new CliCommand("audit")
    .usage("<command> [option ...]")
    .summary("verify audit logs")
    .description("What an audit log is worth.")
    .example("cofferdam audit verify audit.jsonl", "is it what was written?")
    .addCommand(auditVerifyCommand()) as CliCommand;
}
