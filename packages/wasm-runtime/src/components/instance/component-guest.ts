import { type Compartment, type Fault, fail } from "@cofferdam/core";
import { faultOf, stackBytesOf } from "../../faults/fault-of.js";
import { framesOf, type ProgramOf } from "../../faults/frames.js";
import { LAYER } from "../../instance/endings.js";
import { innermostGuest, type StackUser, setInnermost } from "../../instance/innermost.js";
import type { Limits } from "../../limits.js";
import { HOST_UNITS, stackUnitsHere } from "../../stack-units.js";
import { Budget } from "../limits/budget.js";
import { Space } from "../limits/space.js";
import type { ComponentProgram } from "../program.js";
import type { ComponentWorld } from "../wasi/component-world.js";
import { armClasses, type Runner } from "./armed-class.js";
import { Crossings } from "./crossings.js";
import { globalsFor } from "./globals.js";
import { isLie, isResult } from "./lies.js";
import { Linker } from "./linker.js";
import { Payload } from "./payload.js";

/** One instance of a component, whose calls are limited. */
export class ComponentGuest implements Runner {
  readonly program: ComponentProgram;
  readonly budget: Budget;
  readonly crossings: Crossings;
  readonly #limits: Limits;
  readonly #space: Space;
  readonly #world: ComponentWorld;
  readonly #compartment: Compartment;
  readonly #payload: Payload;
  readonly #stackUnits = stackUnitsHere();
  #outer: StackUser | undefined;
  #exports: Readonly<Record<string, unknown>> = {};
  /** Which instance it is: resources of the ones before are gone. */
  #generation = 0;
  /** Calls that are inside of one another. */
  #depth = 0;
  /** A call was ended in the middle: the next one begins with a new instance. */
  #isPoisoned = false;

  /** @throws ERR_WASM_LIMIT, ERR_WASM_IMPORT, ERR_WASM_INVALID, what its start function ends in */
  constructor(
    program: ComponentProgram,
    limits: Limits,
    world: ComponentWorld,
    compartment: Compartment,
  ) {
    this.program = program;
    this.#limits = limits;
    this.#world = world;
    this.#compartment = compartment;
    this.#space = new Space(program.name, limits);
    this.budget = new Budget(limits, this.#space);
    this.#payload = new Payload(limits.payloadLimit, () => this.budget.checkTime());
    this.crossings = new Crossings(limits.hostCalls, this.budget, this.#payload);
    world.bind(this.budget);
    this.#instantiate();
  }

  /** As the glue of the instance that there is now has them: functions, and interfaces with functions and classes. */
  get exports(): Readonly<Record<string, unknown>> {
    return this.#exports;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Bytes of all memories. */
  get memoryBytes(): number {
    return this.#space.bytes;
  }

  /** Makes a new instance, in a world as it was in the beginning. */
  restore(): void {
    this.#isPoisoned = true; // until there is one
    this.#world.reset();
    this.#instantiate();
    this.#isPoisoned = false;
  }

  /** @throws ERR_TARGET_BUSY */
  reset(): void {
    if (this.#depth > 0) {
      throw fail(
        "ERR_TARGET_BUSY",
        `Cannot reset ${this.program.name}: a call of one of its functions is still running. Do it when the call has returned.`,
      );
    }
    this.restore();
  }

  /**
   * Runs the guest, limited. Inside of a call it is a part of that one.
   *
   * @param symbol what is called, for errors
   * @param call takes what it calls from `exports`: another instance may have been made
   */
  run<Value>(symbol: string, call: () => Value): Value {
    this.#compartment.assertOpen(`call ${symbol}`);
    if (this.#isPoisoned && this.#depth === 0) this.restore();
    return this.#limited(symbol, call);
  }

  /** The same for the end of a resource; where its instance is gone, so is the resource. */
  #end(generation: number, symbol: string, call: () => unknown): unknown {
    if (this.#depth > 0) return call();
    const isGone = generation !== this.#generation || this.#isPoisoned;
    return isGone ? undefined : this.run(symbol, call);
  }

  #limited<Value>(symbol: string, call: () => Value): Value {
    if (this.#depth++ === 0) this.#begin();
    this.budget.nested = this.#depth - 1;
    let value: Value;
    try {
      this.budget.checkStack();
      value = call();
    } catch (error) {
      throw this.#failed(symbol, error);
    }
    this.#leave(symbol);
    return value;
  }

  #begin(): void {
    this.#compartment.enter();
    this.crossings.begin();
    this.#payload.begin(true);
    const caller = innermostGuest();
    this.budget.begin(caller ? caller.unitsLeft - HOST_UNITS : this.#stackUnits);
    this.#outer = caller;
    setInnermost(this.budget);
  }

  #leave(symbol: string): void {
    this.#depth--;
    this.budget.nested = Math.max(0, this.#depth - 1);
    if (this.#depth > 0) return;
    this.#ended();
    const ending = this.#ending;
    if (ending !== undefined) throw this.#verdict(symbol, ending.error, false);
  }

  #failed(symbol: string, error: unknown): unknown {
    const isOutermost = --this.#depth === 0;
    this.budget.nested = Math.max(0, this.#depth - 1);
    const overflowed = this.budget.isOverflowed;
    if (isOutermost) this.#ended();
    const ending = this.#ending;
    if (ending === undefined && isResult(error)) return error;
    const thrown = this.#verdict(symbol, ending ? ending.error : error, overflowed);
    // a function of the host may catch it, and the call that it is in would go on
    if (!isOutermost && this.#isPoisoned) this.crossings.ended ??= { error: thrown };
    return thrown;
  }

  /** What has ended the call, whoever caught it. */
  get #ending(): { readonly error: unknown } | undefined {
    const { reached } = this.budget;
    return this.crossings.ended ?? (reached && { error: reached });
  }

  #ended(): void {
    this.budget.end();
    setInnermost(this.#outer);
    this.#outer = undefined;
    this.#compartment.leave();
  }

  /** What a call is told that has ended in `error`. */
  #verdict(symbol: string, error: unknown, overflowed: boolean): unknown {
    const { ended } = this.crossings;
    const stackBytes = stackBytesOf(this.#limits.stackDepth);
    const fault =
      faultOf(error, { program: this.#programOf, stackBytes, overflowed }) ?? this.#lie(error);
    this.#isPoisoned ||= fault !== undefined || ended !== undefined;
    if (fault === undefined) return error;
    const cause = error instanceof WebAssembly.RuntimeError ? error : undefined;
    return this.#compartment.faulted({ symbol, layer: LAYER }, fault, cause);
  }

  #lie(error: unknown): Fault | undefined {
    const isLifted = this.crossings.ended === undefined && !this.#payload.isHosts;
    const isGuests = isLifted || isLie(error);
    if (!isGuests || !(error instanceof Error) || "code" in error) return undefined;
    return { kind: "trap", reason: error.message, frames: framesOf(error, this.#programOf) };
  }

  readonly #programOf: ProgramOf = (module) => this.program.cores.get(module ?? "");

  /** All that happens meanwhile is one call: start functions, and what initializes it. */
  #instantiate(): void {
    const { glue, cores } = this.program;
    const generation = ++this.#generation;
    this.budget.forget();
    const end = (symbol: string, call: () => unknown) => this.#end(generation, symbol, call);
    const linker = new Linker(this.budget, this.#space, this.crossings, this.#payload, end);
    const instantiate = glue(globalsFor(this.#payload, quietly));
    const imports = this.#world.imports((value) => this.#granted(value));
    this.#exports = this.#limited("instantiate", () => {
      this.budget.stopClock();
      return instantiate((name) => cores.get(name), imports, linker.instantiate);
    });
    armClasses(this);
  }

  /** A function of the host: what it returns and throws is the host's. */
  #granted(call: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    return (...args) => {
      this.#payload.begin(true);
      const value = call(...args);
      if (!isPromise(value)) return value;
      value.then(undefined, () => {}); // it is refused as a whole
      throw cannotWait(this.program.name);
    };
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === "function";
}

function cannotWait(name: string): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    `Cannot wait for a function of the host: components are synchronous, and one of those of ${name} returned a promise. ` +
      "Return the value itself.",
  );
}

/** Nobody is there to be told; a fault was counted. */
function quietly(drop: () => void): void {
  try {
    drop();
  } catch {}
}
