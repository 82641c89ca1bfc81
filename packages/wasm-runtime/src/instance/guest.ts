import type { Compartment, Gate } from "@cofferdam/core";
import { fail } from "@cofferdam/core";
import { faultOf, stackBytesOf } from "../faults/fault-of.js";
import { type Limits, pagesOf } from "../limits.js";
import { Allowance, EXPORTED, LimitReached } from "../metering/index.js";
import { checkSizes } from "../program/check-sizes.js";
import { checkGrants } from "../program/grants.js";
import type { Program } from "../program/program.js";
import { HOST_UNITS } from "../stack-units.js";
import { type Around, armed } from "./armed.js";
import { HostCalls } from "./host-functions.js";
import { type Image, imageOf } from "./image.js";
import { innermostGuest, type StackUser, setInnermost } from "./innermost.js";
import type { World } from "./world.js";

/** Name of the layer that limits modules, as errors give it. */
export const LAYER = "wasm";
/** Of reactors: called when they are opened. */
export const INITIALIZE = "_initialize";

/** One instance of a module, whose calls are limited. */
export class Guest {
  readonly program: Program;
  readonly limits: Limits;
  readonly hostCalls: HostCalls;
  readonly allowance: Allowance;
  readonly #compartment: Compartment;
  readonly #world: World;
  #exports: Readonly<Record<string, unknown>> = {};
  #image: Image | undefined;
  /** Calls that are inside of one another: frame units that each began with. */
  readonly #units: number[] = [];
  /** What an inner call ended in: the outer ones end in it, too. */
  #fault: Error | undefined;
  #outer: StackUser | undefined;
  /** A call was ended in the middle: the next one begins with a restored instance. */
  #isPoisoned = false;

  /** @throws ERR_WASM_IMPORT, ERR_WASM_LIMIT, ERR_WASM_INVALID, what its start function ends in */
  constructor(program: Program, limits: Limits, world: World, compartment: Compartment) {
    const { manifest, options, name } = program;
    this.program = program;
    this.limits = limits;
    this.#world = world;
    this.#compartment = compartment;
    this.hostCalls = new HostCalls(limits.hostCalls);
    checkGrants(name, manifest, world.imports);
    checkSizes(program, limits);
    const { memory, fuel, timeout, stackDepth: stack, tableElements: elements } = limits;
    const allowed = { fuel, timeout, pages: pagesOf(memory), elements, stack };
    this.allowance = new Allowance(manifest, allowed, options.mode === "trap");
    this.#instantiate();
  }

  /** Raw: what is called is not limited. */
  get exports(): Readonly<Record<string, unknown>> {
    return this.#exports;
  }

  get memories(): readonly WebAssembly.Memory[] {
    return this.program.manifest.memories.map(
      ({ exported }) => this.#exports[exported] as WebAssembly.Memory,
    );
  }

  /** Puts it back to what it was when it was opened; where that cannot be, makes a new instance. */
  restore(): void {
    this.#fault = undefined;
    this.#isPoisoned = false;
    this.allowance.restoreStack();
    this.#world.reset();
    if (this.#image?.restore() !== true) this.#instantiate();
  }

  /** The same, for the host. @throws ERR_TARGET_BUSY */
  reset(): void {
    if (this.#units.length > 0) {
      throw fail(
        "ERR_TARGET_BUSY",
        `Cannot reset ${this.program.name}: a call of one of its functions is still running. Do it when the call has returned.`,
      );
    }
    this.restore();
  }

  /** The function behind an export, limited. @param counter of its calls, for `status()` */
  arm(symbol: string, counter: { calls: number }): Gate {
    const cost = this.program.manifest.leafCosts[symbol] ?? 0;
    const action = `call ${symbol}`;
    let call = this.#exports[symbol] as Gate;
    let exports = this.#exports;
    const around: Around = {
      enter: () => {
        this.#enter(symbol, action, cost);
        counter.calls++;
        if (exports === this.#exports) return call;
        exports = this.#exports; // it was restored by a new instance
        call = exports[symbol] as Gate;
        return call;
      },
      failed: (error) => this.#failed(symbol, error),
      leave: () => this.#leave(symbol),
    };
    return armed(call.length, around);
  }

  #enter(symbol: string, action: string, cost: number): void {
    this.#compartment.assertOpen(action);
    const caller = innermostGuest();
    if (this.#isPoisoned && this.#units.length === 0) this.restore();
    const units = caller === undefined ? this.limits.stackDepth : this.#unitsBehind(caller, symbol);
    if (this.#units.push(units) > 1) return;
    this.#compartment.enter();
    this.hostCalls.reset();
    this.#limitGrowth();
    this.#outer = caller;
    setInnermost(this);
    this.allowance.begin(cost);
  }

  /** Counted from what there is when the call begins. */
  #limitGrowth(): void {
    const { memoryGrowth } = this.limits;
    if (memoryGrowth === Number.POSITIVE_INFINITY) return;
    const bytes = this.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    this.allowance.limitPages(pagesOf(bytes + memoryGrowth));
  }

  /** A function of the host is in between, and the stack is as long as it is. @throws the error of an overflow */
  #unitsBehind(caller: StackUser, symbol: string): number {
    const { stackDepth } = this.limits;
    const units = Math.min(stackDepth, caller.unitsLeft - HOST_UNITS);
    if (units < this.program.manifest.stack.chainUnits) {
      throw this.#verdict(symbol, new LimitReached("stack", stackDepth, units));
    }
    this.allowance.restoreStack(units);
    return units;
  }

  /** Frame units that are left where a function of the host runs. */
  get unitsLeft(): number {
    const { chainUnits } = this.program.manifest.stack;
    return this.allowance.stackLeft ?? (this.#units.at(-1) as number) - chainUnits;
  }

  #leave(symbol: string): void {
    this.#units.pop();
    if (this.#units.length > 0) return;
    this.#ended();
    const ending = this.#fault ?? this.allowance.reached;
    if (ending !== undefined) throw this.#verdict(symbol, ending);
  }

  /** @returns what is thrown */
  #failed(symbol: string, error: unknown): unknown {
    this.#units.pop();
    const isOutermost = this.#units.length === 0;
    const overflowed = (this.allowance.stackLeft ?? 0) < 0;
    if (isOutermost) this.#ended();
    if (this.#fault !== undefined)
      return isOutermost ? this.#verdict(symbol, this.#fault) : this.#fault;
    if (error === this.hostCalls.thrown && error !== this.allowance.reached) return error;
    return this.#verdict(symbol, error, overflowed);
  }

  #ended(): void {
    this.allowance.end();
    setInnermost(this.#outer);
    this.#outer = undefined;
    this.#compartment.leave();
  }

  /** What a call is told that has ended in `error`. */
  #verdict(symbol: string, error: unknown, overflowed = false): unknown {
    if (error === this.#fault) {
      this.#fault = undefined;
      return error;
    }
    const { program, limits } = this;
    const stackBytes = stackBytesOf(limits.stackDepth);
    const fault = faultOf(error, { program, stackBytes, overflowed });
    if (fault === undefined) return error;
    const thrown = this.#compartment.faulted({ symbol, layer: LAYER }, fault, causeOf(error));
    if (this.#units.length > 0) this.#fault = thrown;
    this.#isPoisoned = true;
    return thrown;
  }

  #instantiate(): void {
    const { module, manifest, name } = this.program;
    const linked = this.hostCalls.link(manifest, this.#world.imports);
    try {
      const imports = { ...linked, ...this.allowance.imports } as WebAssembly.Imports;
      this.#exports = new WebAssembly.Instance(module, imports).exports;
    } catch (error) {
      throw cannotInstantiate(name, error);
    }
    this.allowance.attach(this.#exports);
    this.#world.bind(this.memories[0], this.allowance);
    for (const symbol of [EXPORTED.start, INITIALIZE]) {
      if (typeof this.#exports[symbol] === "function") this.arm(symbol, { calls: 0 })();
    }
    this.#image = imageOf(manifest, this.#exports);
  }
}

/** An error of V8's own tells more than the fault; ours do not. */
function causeOf(error: unknown): unknown {
  return error instanceof WebAssembly.RuntimeError ? error : undefined;
}

function cannotInstantiate(name: string, cause: unknown): Error {
  const isLink = cause instanceof WebAssembly.LinkError;
  return fail(
    isLink ? "ERR_WASM_IMPORT" : "ERR_WASM_INVALID",
    `Cannot instantiate ${name}: ${(cause as Error).message}.`,
    { cause },
  );
}
