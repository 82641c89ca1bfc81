import type { Gate } from "@cofferdam/core";
import { isClass } from "../is-class.js";
import { classFor, type Runner } from "./armed-class.js";

/** Puts around a function what is done around each of its calls. @param symbol as reports and errors give it */
export type Decorate = (symbol: string, call: Gate) => Gate;

type Exports = Readonly<Record<string, unknown>>;

/** What a component exports, limited. */
export class ArmedExports {
  /** As the glue has them: functions, and interfaces under their name and their short name. */
  readonly tree: Exports;
  /** Functions by symbol: "greet", "texts#summarize". */
  readonly functions = new Map<string, Gate>();
  readonly #runner: Runner;
  readonly #decorate: Decorate;

  constructor(runner: Runner, decorate: Decorate) {
    this.#runner = runner;
    this.#decorate = decorate;
    this.tree = this.#armAll(runner.exports);
  }

  #armAll(exports: Exports): Exports {
    const armed = new Map<unknown, { readonly name: string; readonly value: unknown }>();
    const tree: Record<string, unknown> = Object.create(null);
    for (const [name, raw] of Object.entries(exports)) {
      const known = armed.get(raw);
      if (known !== undefined) this.#alias(known.name, name);
      const value = known?.value ?? this.#armOne(name, raw);
      armed.set(raw, { name, value });
      tree[name] = value;
    }
    return Object.freeze(tree);
  }

  #armOne(name: string, raw: unknown): unknown {
    const find = () => this.#runner.exports[name];
    if (typeof raw === "function") return this.#function(name, find);
    const members: Record<string, unknown> = Object.create(null);
    for (const [member, value] of Object.entries(raw as Exports)) {
      const symbol = `${name}#${member}`;
      const findMember = () => (find() as Exports)[member];
      members[member] = isClass(value)
        ? classFor(this.#runner, symbol, findMember)
        : this.#function(symbol, findMember);
    }
    return Object.freeze(members);
  }

  #function(symbol: string, find: () => unknown): Gate {
    const runner = this.#runner;
    const call = this.#decorate(symbol, (...args) =>
      runner.run(symbol, () => (find() as Gate)(...args)),
    );
    this.functions.set(symbol, call);
    return call;
  }

  /** The functions of an interface have two symbols, as the interface has two names. */
  #alias(known: string, name: string): void {
    for (const [symbol, call] of [...this.functions]) {
      const [owner, member] = [symbol.slice(0, known.length + 1), symbol.slice(known.length)];
      if (owner === `${known}#`) this.functions.set(name + member, call);
    }
  }
}
