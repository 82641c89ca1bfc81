/** What every --help ends with, and how it looks. */
import type { HelpConfiguration } from "commander";
import { styleOf } from "../text/style.js";
import { table } from "../text/table.js";
import { exitCodes } from "./exit-codes.js";

export interface Example {
  readonly line: string;
  readonly does: string;
}

const docs = "https://github.com/cofferdam/cofferdam/tree/main/packages/cli";

/** Not the terminal's: help is read in pull requests, too. */
const WIDTH = 80;
// always in colours: commander takes them off where there are to be none
const { bold } = styleOf(true);

export const helpStyles: HelpConfiguration = {
  helpWidth: WIDTH,
  showGlobalOptions: true,
  styleTitle: bold,
  subcommandTerm: (command) => command.name(),
};

/** @param no what exit code 1 means; undefined: it does not happen */
export function afterHelp(examples: readonly Example[], no: string | undefined): string {
  return `\n${[...examplesText(examples), exitsText(no), docsText()].join("\n")}`;
}

function examplesText(examples: readonly Example[]): readonly string[] {
  if (examples.length === 0) return [];
  const text = aligned(examples.map(({ line, does }) => [line, does]));
  const isWrapped = text.split("\n").length > examples.length + 1;
  return [section("Examples:", isWrapped ? examples.map(stacked).join("") : text)];
}

/** What it does below the line, where there is no room beside it. */
function stacked({ line, does }: Example): string {
  return aligned([[line]]) + table([[does]], { width: WIDTH, indent: 6 });
}

function exitsText(no: string | undefined): string {
  const codes = [
    [exitCodes.fine, "fine"],
    [exitCodes.no, no],
    [exitCodes.usage, "wrong usage"],
    [exitCodes.cannot, "the machine or a file cannot"],
  ] as const;
  const rows = codes.flatMap(([code, text]) => (text === undefined ? [] : [[`${code}`, text]]));
  return section("Exit codes:", aligned(rows));
}

function docsText(): string {
  return section("Docs:", aligned([[docs]]));
}

function section(title: string, text: string): string {
  return `${bold(title)}\n${text}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  return table(rows, { width: WIDTH, indent: 2 });
}
