/** What may come next on a command line. */
import type { Command, Option } from "commander";
import { type Candidates, candidatesOf } from "../frame/candidates.js";

export interface Word {
  readonly text: string;
  readonly summary: string;
}

/** "list": what is completed may go on with a comma. "files": the shell knows these better. */
export interface Completion {
  readonly kind: "words" | "list" | "files";
  readonly words: readonly Word[];
}

/** @param typed what follows the program's name; the last one is to be completed, and may be empty */
export async function complete(program: Command, typed: readonly string[]): Promise<Completion> {
  const current = typed.at(-1) ?? "";
  const { command, option, used } = follow(program, typed.slice(0, -1));
  if (option !== undefined) return values(candidatesOf(option), current);
  const [, name, value = ""] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  const given = optionsOf(command).find(({ long }) => long === name && name !== undefined);
  if (given !== undefined) return values(candidatesOf(given), value, `${name}=`);
  if (current.startsWith("-")) return words(flags(command, used), current);
  if (command.commands.length > 0) return words(commands(command), current);
  const [operand] = command.registeredArguments;
  return operand === undefined ? words([], "") : values(candidatesOf(operand), current);
}

interface Followed {
  readonly command: Command;
  /** Waits for its value. */
  readonly option: Option | undefined;
  readonly used: readonly string[];
}

function follow(program: Command, typed: readonly string[]): Followed {
  let command = program;
  let option: Option | undefined;
  for (const word of typed) {
    if (option !== undefined) option = undefined;
    else if (word.startsWith("-")) option = optionsOf(command).find((each) => waits(each, word));
    else command = command.commands.find((each) => each.name() === word) ?? command;
  }
  return { command, option, used: typed };
}

function waits({ short, long, required, optional }: Option, word: string): boolean {
  return (required || optional) && (word === short || word === long);
}

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function flags(command: Command, used: readonly string[]): readonly Word[] {
  const open = optionsOf(command).filter(({ long = "" }) => !used.includes(long));
  return open.map(({ long = "", description }) => ({ text: long, summary: description }));
}

function commands(command: Command): readonly Word[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((each) => ({ text: each.name(), summary: each.summary() }));
}

/** @param before what is in front of the value, in the same word */
async function values(candidates: Candidates, current: string, before = ""): Promise<Completion> {
  const { words: offered, isList = false } = candidates;
  if (offered === undefined) return { kind: "files", words: [] };
  const known = typeof offered === "function" ? await offered() : offered;
  const done = isList ? current.slice(0, current.lastIndexOf(",") + 1) : "";
  const open = known.filter((text) => !done.split(",").includes(text));
  const texts = open.map((text) => ({ text: `${before}${done}${text}`, summary: "" }));
  return { ...words(texts, `${before}${current}`), kind: isList ? "list" : "words" };
}

function words(all: readonly Word[], current: string): Completion {
  return { kind: "words", words: all.filter(({ text }) => text.startsWith(current)) };
}
