/** Runs a generated program on V8. */
import type { Program } from "../generator/program.ts";
import { Host } from "./host.ts";
import { hash, type Observation, type Outcome, type State, show } from "./observation.ts";
import { trapKindOf } from "./v8-traps.ts";

export interface OnV8 {
  /** Instead of the program's own. */
  readonly bytes?: Uint8Array;
  readonly imports?: WebAssembly.Imports;
  /** Export with the start function, if that was deferred. */
  readonly start?: string;
  /** Called with the exports once there are any, before the deferred start. */
  readonly begin?: (exports: WebAssembly.Exports) => void;
  /** Called before each call, with the name of the export, and after the instantiation and each call. */
  readonly before?: (name: string) => void;
  readonly after?: () => void;
}

export function runOnV8(program: Program, given: OnV8 = {}): Observation {
  const run = new Run(program, given);
  const outcomes = [run.instantiate()];
  given.after?.();
  if (!run.exports) return { outcomes, states: [] };
  const states = [run.state()];
  for (const { name, args } of program.calls) {
    run.refill();
    given.before?.(name);
    outcomes.push(run.outcomeOf(() => run.call(name, args)));
    given.after?.();
    states.push(run.state());
  }
  return { outcomes, states };
}

class Run {
  readonly program: Program;
  readonly given: OnV8;
  readonly host: Host;
  exports: WebAssembly.Exports | undefined;

  constructor(program: Program, given: OnV8) {
    this.program = program;
    this.given = given;
    this.host = new Host(program.shape);
  }

  instantiate(): Outcome {
    const { bytes = this.program.bytes, imports, begin, start } = this.given;
    const module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    return this.outcomeOf(() => {
      const all = { env: this.host.functions, ...imports } as WebAssembly.Imports;
      const { exports } = new WebAssembly.Instance(module, all);
      begin?.(exports);
      this.exports = exports;
      if (!start || !exports[start]) return [];
      try {
        (exports[start] as () => void)();
      } catch (thrown) {
        this.exports = undefined; // as without a deferred start: there is no instance
        throw thrown;
      }
      return [];
    });
  }

  refill(): void {
    this.exported<WebAssembly.Global>("global0").value = this.program.callBudget;
  }

  call(name: string, args: readonly unknown[]): unknown[] {
    const value = this.exported<(...args: readonly unknown[]) => unknown>(name)(...args);
    if (Array.isArray(value)) return value;
    return value === undefined ? [] : [value];
  }

  outcomeOf(act: () => readonly unknown[]): Outcome {
    try {
      return { values: act().map(show) };
    } catch (thrown) {
      const trap = trapKindOf(thrown);
      if (trap) return { trap };
      return this.exceptionOf(thrown) ?? { thrown: String(thrown) };
    }
  }

  /** Without exports, as in a start function, no tag is known. */
  private exceptionOf(thrown: unknown): Outcome | undefined {
    if (!(thrown instanceof WebAssembly.Exception)) return undefined;
    if (!this.exports) return { exception: "unknown", values: [] };
    const { shape } = this.program;
    const found = shape.tags.findIndex((_, i) =>
      thrown.is(this.exported<WebAssembly.Tag>(`tag${i}`)),
    );
    const params = shape.types[shape.tags[found] as number]?.params ?? [];
    const values = params.map((_, i) => {
      return show(thrown.getArg(this.exported<WebAssembly.Tag>(`tag${found}`), i));
    });
    return { exception: `tag${found}`, values };
  }

  state(): State {
    const { memories, globals, tables } = this.program.shape;
    return {
      memories: memories.map((_, i) => {
        return hash(new Uint8Array(this.exported<WebAssembly.Memory>(`memory${i}`).buffer));
      }),
      globals: globals.map((_, i) => show(this.exported<WebAssembly.Global>(`global${i}`).value)),
      tables: tables.map((_, i) => showTable(this.exported<WebAssembly.Table>(`table${i}`))),
      log: String(this.host.log),
    };
  }

  private exported<T>(name: string): T {
    return this.exports?.[name] as T;
  }
}

function showTable(table: WebAssembly.Table): string {
  const marks = Array.from({ length: table.length }, (_, i) => (table.get(i) === null ? "." : "f"));
  return marks.join("");
}
