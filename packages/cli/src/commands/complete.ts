import { Argument, type Command } from "commander";
import { complete } from "../completion/complete.js";
import { answerFor, type Shell, shells, typedIn } from "../completion/shells.js";
import { CliCommand } from "../frame/cli-command.js";

/** Asked by the scripts of `completion`, for every press of the tabulator. */
export function completeCommand(program: Command): CliCommand {
  return new CliCommand("complete")
    .summary("what may come next")
    .addArgument(new Argument("<shell>").choices(shells))
    .argument("[words...]", "what has been typed")
    .answers(async ([shell, ...words]) => {
      const typed = typedIn(shell as Shell, words);
      const completion = await complete(program, typed);
      const text = answerFor(shell as Shell, completion, typed);
      return { ok: true, document: { ...completion }, text: () => text };
    });
}
