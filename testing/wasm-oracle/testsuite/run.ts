/** One command file on the interpreter. Commands about text and invalid modules are V8's business, not ours. */
import {
  createMachine,
  type Instantiated,
  instantiate,
  invokeSlots,
} from "../interpreter/interpreter.ts";
import { Exception, Func, Global } from "../interpreter/machine/entities.ts";
import { Trap } from "../interpreter/machine/trap.ts";
import type { Action, Command, Testsuite } from "./commands.ts";
import { matches, toSlots } from "./slots.ts";
import { spectest } from "./spectest.ts";

export interface Tally {
  passed: number;
  readonly failed: string[];
}

const IGNORED = new Set(["assert_invalid", "assert_malformed", "assert_unlinkable"]);

export function runCommands(suite: Testsuite, name: string): Tally {
  const run = new Run(suite);
  const tally: Tally = { passed: 0, failed: [] };
  for (const command of suite.commands(name)) {
    if (IGNORED.has(command.type)) continue;
    const problem = run.problemOf(command);
    if (problem === undefined) tally.passed++;
    else tally.failed.push(`${name}.wast:${command.line} ${command.type}: ${problem}`);
  }
  return tally;
}

class Run {
  private readonly machine = createMachine({ depth: 3000 });
  private readonly suite: Testsuite;
  private readonly named = new Map<string, Instantiated>();
  private readonly registered: Record<string, Record<string, never>> = {};
  private current: Instantiated | undefined;

  constructor(suite: Testsuite) {
    this.suite = suite;
    this.registered.spectest = spectest(this.machine) as never;
  }

  problemOf(command: Command): string | undefined {
    try {
      return this.perform(command);
    } catch (thrown) {
      return outcomeOf(thrown);
    }
  }

  private perform(command: Command): string | undefined {
    switch (command.type) {
      case "module":
        this.current = undefined;
        this.current = this.instantiate(command);
        if (command.name) this.named.set(command.name, this.current);
        return undefined;
      case "register":
        this.registered[command.as as string] = Object.fromEntries(
          this.instanceOf(command.name).exports,
        ) as never;
        return undefined;
      case "action":
        this.act(command.action as Action);
        return undefined;
      case "assert_return": {
        const slots = this.act(command.action as Action);
        const good = matches(this.machine, slots, command.expected ?? []);
        return good ? undefined : `got ${[...slots]}, not ${JSON.stringify(command.expected)}`;
      }
      default:
        return this.expectEnd(command);
    }
  }

  private expectEnd(command: Command): string | undefined {
    try {
      if (command.action) this.act(command.action);
      else this.instantiate(command);
      return "it returned";
    } catch (thrown) {
      const got = outcomeOf(thrown);
      const wanted = wantedBy(command);
      return wanted.includes(got) ? undefined : `got ${got}, not ${wanted.join(" or ")}`;
    }
  }

  private instantiate({ filename }: Command): Instantiated {
    return instantiate(this.machine, this.suite.module(filename as string), this.registered);
  }

  private instanceOf(name: string | undefined): Instantiated {
    const found = name ? this.named.get(name) : this.current;
    if (!found) throw new Error(`There is no module ${name}.`);
    return found;
  }

  private act({ type, module, field, args }: Action): Int32Array {
    const item = this.instanceOf(module).exports.get(field);
    if (type === "get" && item instanceof Global) return item.slot;
    if (!(item instanceof Func)) throw new Error(`There is no function ${field}.`);
    return invokeSlots(this.machine, item, toSlots(this.machine, args));
  }
}

function outcomeOf(thrown: unknown): string {
  if (thrown instanceof Trap) return thrown.kind;
  if (thrown instanceof Exception) return "exception";
  return String(thrown);
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  unreachable: ["unreachable"],
  "integer divide by zero": ["divide-by-zero"],
  "integer overflow": ["divide-overflow", "conversion"], // V8 tells them apart, the testsuite does not
  "invalid conversion to integer": ["conversion"],
  "out of bounds memory access": ["memory"],
  "out of bounds table access": ["table"],
  "undefined element": ["table"],
  "indirect call type mismatch": ["signature"],
  "uninitialized element": ["signature"],
  "call stack exhausted": ["stack"],
};

function wantedBy({ type, text = "" }: Command): readonly string[] {
  if (type === "assert_exception") return ["exception"];
  return TEXTS[text.replace(/ \d+$/, "")] ?? [text];
}
