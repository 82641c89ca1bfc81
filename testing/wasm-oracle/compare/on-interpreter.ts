/** Runs a generated program on the interpreter. */
import type { Program } from "../generator/program.ts";
import { createMachine, type Imports, instantiate, invoke } from "../interpreter/interpreter.ts";
import {
  Exception,
  type Extern,
  type Memory,
  type Table,
} from "../interpreter/machine/entities.ts";
import type { Handler, Machine } from "../interpreter/machine/machine.ts";
import { StepLimitReached, Trap } from "../interpreter/machine/trap.ts";
import { pop, readGlobal, writeGlobal } from "../interpreter/machine/values.ts";
import { Host } from "./host.ts";
import { hash, type Observation, type Outcome, type State, show } from "./observation.ts";

export interface OnInterpreter {
  readonly steps?: number;
  readonly handlers?: readonly (Handler | undefined)[];
}

export interface Interpreted extends Observation {
  /** Units of each outcome: of the start function, then of each call. */
  readonly units: readonly number[];
}

/** undefined: it runs for too long. */
export function runOnInterpreter(
  program: Program,
  { steps = 300_000, handlers }: OnInterpreter = {},
): Interpreted | undefined {
  const run = new Run(program, createMachine({ steps }, handlers));
  try {
    return run.all();
  } catch (thrown) {
    if (thrown instanceof StepLimitReached) return undefined;
    throw thrown;
  }
}

class Run {
  readonly program: Program;
  readonly machine: Machine;
  readonly host: Host;
  exports: ReadonlyMap<string, Extern> | undefined;

  constructor(program: Program, machine: Machine) {
    this.program = program;
    this.machine = machine;
    this.host = new Host(program.shape);
  }

  all(): Interpreted {
    const { machine, program } = this;
    const outcomes = [this.outcomeOf(() => this.instantiate())];
    const units = [machine.units];
    if (!this.exports) return { outcomes, states: [], units };
    const states = [this.state()];
    for (const { name, args } of program.calls) {
      const before = machine.units;
      writeGlobal(machine, this.exported("global0"), program.callBudget);
      outcomes.push(this.outcomeOf(() => invoke(machine, this.exported(name), args)));
      units.push(machine.units - before);
      states.push(this.state());
    }
    return { outcomes, states, units };
  }

  private instantiate(): [] {
    const imports = { env: this.host.functions } as unknown as Imports;
    this.exports = instantiate(this.machine, this.program.bytes, imports).exports;
    return [];
  }

  private outcomeOf(act: () => readonly unknown[]): Outcome {
    try {
      return { values: act().map(show) };
    } catch (thrown) {
      if (thrown instanceof StepLimitReached) throw thrown;
      if (thrown instanceof Trap) return { trap: thrown.kind };
      if (!(thrown instanceof Exception)) return { thrown: String(thrown) };
      return this.exceptionOf(thrown);
    }
  }

  private exceptionOf({ tag, slots }: Exception): Outcome {
    if (!this.exports || !tag) return { exception: "unknown", values: [] };
    const index = this.program.shape.tags.findIndex((_, i) => this.exported(`tag${i}`) === tag);
    this.machine.stack.pushSlots(slots);
    const values = tag.type.params.toReversed().map((type) => show(pop(this.machine, type)));
    return { exception: `tag${index}`, values: values.reverse() };
  }

  private state(): State {
    const { memories, globals, tables } = this.program.shape;
    return {
      memories: memories.map((_, i) => hash(this.exported<Memory>(`memory${i}`).bytes)),
      globals: globals.map((_, i) => show(readGlobal(this.machine, this.exported(`global${i}`)))),
      tables: tables.map((_, i) => showTable(this.exported(`table${i}`))),
      log: String(this.host.log),
    };
  }

  private exported<T extends Extern>(name: string): T {
    return this.exports?.get(name) as T;
  }
}

function showTable({ elements }: Table): string {
  return elements.map((element) => (element === null ? "." : "f")).join("");
}
