/** A command of the tree: commander's, with what every one of ours has. */
import { Command } from "commander";
import type { Answer } from "./answer.js";
import type { GlobalOptions } from "./global-options.js";
import { afterHelp, type Example, helpStyles } from "./help.js";
import { outputFor } from "./output.js";
import { show } from "./show.js";

export type Run<Options> = (
  args: readonly string[],
  options: Options & GlobalOptions,
) => Answer | Promise<Answer>;

export class CliCommand extends Command {
  readonly #examples: Example[] = [];
  #saysNo: string | undefined;

  constructor(name: string) {
    super(name);
    this.exitOverride()
      .helpOption("-h, --help", "this text")
      .helpCommand(false)
      .configureHelp(helpStyles)
      .configureOutput(outputFor(this))
      .addHelpText("after", () => this.#afterHelp());
  }

  override createCommand(name = ""): CliCommand {
    return new CliCommand(name);
  }

  /** `policy check`; "" of the program itself. */
  get path(): string {
    return this.parent instanceof CliCommand ? `${this.parent.path} ${this.name()}`.trim() : "";
  }

  example(line: string, does: string): this {
    this.#examples.push({ line, does });
    return this;
  }

  /** @param when what exit code 1 means here; without it, it does not happen */
  saysNo(when: string): this {
    this.#saysNo = when;
    return this;
  }

  answers<Options extends object>(run: Run<Options>): this {
    return this.action(async () => {
      const options = this.optsWithGlobals<Options & GlobalOptions>();
      show(await run(this.args, options), this.path, options);
    });
  }

  /** The command that these arguments name, as far as they name one. */
  named(args: readonly string[]): CliCommand {
    const name = args.find((arg) => !arg.startsWith("-"));
    const found = this.commands.find((command) => command.name() === name);
    if (name === undefined || !(found instanceof CliCommand)) return this;
    return found.named(args.slice(args.indexOf(name) + 1));
  }

  #afterHelp(): string {
    const no = this.commands.length > 0 ? "the answer is no: each command says when" : this.#saysNo;
    return afterHelp(this.#examples, no);
  }
}
