import {
  type Compartment,
  type FunctionStatus,
  fail,
  type Gate,
  type TargetStatus,
} from "@cofferdam/core";
import type { CallReport } from "../instance/report.js";
import { rememberReport } from "../instance/report-of.js";
import type { Limits } from "../limits.js";
import type { ComponentInstance } from "./component-instance.js";
import { ArmedExports } from "./instance/armed-exports.js";
import { ComponentGuest } from "./instance/component-guest.js";
import type { ComponentProgram } from "./program.js";
import type { ComponentWorld } from "./wasi/component-world.js";

/** What a component as a target opens to, in this process. */
export class OpenComponent implements ComponentInstance {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly #functions: ReadonlyMap<string, Gate>;
  readonly #guest: ComponentGuest;
  readonly #world: ComponentWorld;
  readonly #compartment: Compartment;
  readonly #calls = new Map<string, number>();

  constructor(
    program: ComponentProgram,
    limits: Limits,
    world: ComponentWorld,
    compartment: Compartment,
  ) {
    this.#world = world;
    this.#compartment = compartment;
    this.#guest = new ComponentGuest(program, limits, world, compartment);
    const armed = new ArmedExports(this.#guest, (symbol, call) =>
      compartment.decorate(this.#counted(symbol, call), { symbol, async: false }),
    );
    this.exports = armed.tree;
    this.#functions = armed.functions;
  }

  get sha256(): string {
    return this.#guest.program.sha256;
  }

  call(symbol: string, ...args: readonly unknown[]): { value: unknown; report: CallReport } {
    const call = this.#functions.get(symbol) ?? this.#refuse(symbol);
    const { crossings } = this.#guest;
    const begun = performance.now();
    crossings.isTimed = true;
    try {
      const value: unknown = call(...args);
      return { value, report: this.#report(begun) };
    } catch (error) {
      rememberReport(error, this.#report(begun));
      throw error;
    } finally {
      crossings.isTimed = false;
    }
  }

  status(): TargetStatus {
    const rows = [...this.#calls].map(
      ([symbol, calls]): FunctionStatus => ({ symbol, calls, mode: "wasm" }),
    );
    return this.#compartment.status(rows);
  }

  reset(): void {
    this.#compartment.assertOpen("reset it");
    this.#guest.reset();
  }

  reopen(): void {
    this.#compartment.reopen(() => {
      this.#guest.restore();
      return { fresh: true, addressOf: () => 0n };
    });
  }

  dispose(): void {
    this.#compartment.dispose();
    this.#world.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #counted(symbol: string, call: Gate): Gate {
    return (...args) => {
      this.#calls.set(symbol, (this.#calls.get(symbol) ?? 0) + 1);
      return call(...args);
    };
  }

  #report(begun: number): CallReport {
    const { budget, crossings, memoryBytes } = this.#guest;
    return Object.freeze({
      wall: performance.now() - begun,
      fuel: budget.used,
      memoryPeak: memoryBytes,
      hostCalls: crossings.count,
      hostTime: crossings.time,
      bytesIn: 0,
      bytesOut: 0,
      ...this.#world.takeOutput(),
    });
  }

  #refuse(symbol: string): never {
    const names = [...this.#functions.keys()].slice(0, MAX_NAMES);
    throw fail(
      "ERR_WASM_EXPORT",
      `Expected a function that ${this.#guest.program.name} exports, got ${JSON.stringify(symbol)}. ` +
        `It has ${names.join(", ") || "none"}.`,
    );
  }
}

/** Of an error. */
const MAX_NAMES = 20;
