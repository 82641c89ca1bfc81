import { Argument } from "commander";
import { type Shell, scripts, shells } from "../completion/shells.js";
import { CliCommand } from "../frame/cli-command.js";

export function completionCommand(): CliCommand {
  return new CliCommand("completion")
    .summary("print what makes your shell complete this command")
    .description(
      "Prints a script for your shell. It asks this command what may come next: commands, options, " +
        "claims of the doctor, keys of a policy.",
    )
    .addArgument(new Argument("<shell>", "the shell that reads it").choices(shells))
    .example('eval "$(cofferdam completion bash)"', "in ~/.bashrc")
    .example('eval "$(cofferdam completion zsh)"', "in ~/.zshrc, after compinit")
    .example("cofferdam completion fish | source", "in ~/.config/fish/config.fish")
    .answers(([shell]) => {
      const script = scripts[shell as Shell];
      return { ok: true, document: { shell, script }, text: () => script };
    });
}
