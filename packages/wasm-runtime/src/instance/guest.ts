// Longer than other files: what enters, fails and leaves a call shares one state, all of which would be passed around otherwise.
import type { Compartment, Gate } from "@cofferdam/core";
import { fail } from "@cofferdam/core";
import { MemoryView } from "../abi/memory-view.js";
import { Payloads } from "../abi/payloads.js";
import { type Limits, pagesOf } from "../limits.js";
import { Allowance, LimitReached } from "../metering/index.js";
import { checkSizes } from "../program/check-sizes.js";
import { checkGrants } from "../program/grants.js";
import type { Program } from "../program/program.js";
import type { Caller } from "../suspending.js";
import { allowedBy } from "./allowed-by.js";
import { type Around, armed } from "./armed.js";
import { Depth } from "./depth.js";
import { Endings } from "./endings.js";
import { type AbiGuest, Exchange } from "./exchange.js";
import { type CallingGuest, HostCalls } from "./host-functions.js";
import { innermostGuest } from "./innermost.js";
import { promising } from "./jspi.js";
import type { MeasuredGuest } from "./measured.js";
import { functionNames } from "./module-exports.js";
import { readReached, writeReached } from "./reached-bytes.js";
import type { CallReport } from "./report.js";
import { State } from "./state.js";
import { Suspension } from "./suspension.js";
import { WaitedFor } from "./waited-for.js";
import { type Output, silent, type World } from "./world.js";

/** One instance of a module, whose calls are limited. */
export class Guest implements CallingGuest, AbiGuest, MeasuredGuest {
  readonly program: Program;
  readonly limits: Limits;
  readonly hostCalls: HostCalls;
  readonly allowance: Allowance;
  readonly payloads: Payloads;
  readonly exchange: Exchange;
  /** Calls that have begun. */
  begun = 0;
  readonly #compartment: Compartment;
  readonly #world: World;
  /** Made when it waits for the first time. */
  #suspension: Suspension | undefined;
  readonly #memory = new MemoryView();
  readonly #state: State;
  readonly #depth: Depth;
  /** Calls by symbol, of those that were asked for. */
  #counters: Map<string, { calls: number }> | undefined;
  /** Functions that the guest has given to the host. */
  #given: WeakMap<Gate, Gate> | undefined;
  /** What the host has called last. */
  #symbol = "";
  /** The outermost one was begun by `.async`. */
  #isAsync = false;
  /** What is called comes before all calls. */
  #isStarting = false;
  readonly #endings: Endings;
  /** A call was ended in the middle: the next one begins with a restored instance. */
  #isPoisoned = false;
  #report: CallReport | undefined;

  /** @throws ERR_WASM_IMPORT, ERR_WASM_LIMIT, ERR_WASM_INVALID, what its start function ends in */
  constructor(program: Program, limits: Limits, world: World, compartment: Compartment) {
    const { manifest, options, name } = program;
    this.program = program;
    this.limits = limits;
    this.#world = world;
    this.#compartment = compartment;
    this.hostCalls = new HostCalls(this, limits.hostCalls);
    this.payloads = new Payloads(this.#memory, limits.payloadLimit);
    this.exchange = new Exchange(this, this.payloads);
    checkGrants(name, manifest, world);
    checkSizes(program, limits);
    this.allowance = new Allowance(manifest, allowedBy(limits), options.mode === "trap");
    const { chainUnits } = manifest.stack;
    this.#depth = new Depth(this.allowance, limits.stackDepth, chainUnits);
    const { hostCalls, allowance } = this;
    this.#endings = new Endings({ program, limits, allowance, hostCalls, compartment });
    const memory = this.#memory;
    const start = (symbol: string) => this.#start(symbol);
    this.#state = new State({ program, world, hostCalls, allowance, memory, start });
    this.#state.make();
  }

  get name(): string {
    return this.program.name;
  }

  get functions(): readonly string[] {
    return functionNames(this.program.manifest);
  }

  /** Raw: what is called is not limited. */
  get exports(): Readonly<Record<string, unknown>> {
    return this.#state.exports;
  }

  get memories(): readonly WebAssembly.Memory[] {
    return this.#state.memories;
  }

  /** Calls of each export, by the host. */
  get calls(): ReadonlyMap<string, { readonly calls: number }> {
    return this.#counters ?? NO_CALLS;
  }

  /** Puts it back to what it was when it was opened. @throws what its start function ends in: it has to be put back still */
  restore(): void {
    this.#isPoisoned = true;
    this.#endings.fault = undefined;
    this.#state.restore();
    this.#isPoisoned = false;
  }

  /** The same, for the host. @throws ERR_TARGET_BUSY */
  reset(): void {
    if (this.#depth.calls > 0) throw this.#busy("reset");
    this.restore();
  }

  /** The function behind an export, limited. */
  arm(symbol: string): Gate {
    let call = this.exports[symbol] as Gate;
    let exports = this.exports;
    const around = this.around(symbol);
    const enter = () => {
      around.enter();
      if (exports === this.exports) return call;
      exports = this.exports; // it was restored by a new instance
      call = exports[symbol] as Gate;
      return call;
    };
    return armed(call.length, { ...around, enter });
  }

  /** The same, for a guest that may wait: returns promises. */
  armAsync(symbol: string): Gate {
    const { enter, failed, leave } = this.around(symbol, true);
    return async (...args) => {
      enter();
      let value: unknown;
      try {
        value = await this.start(symbol, ...args);
      } catch (error) {
        throw failed(error);
      }
      leave();
      return value;
    };
  }

  /** @returns a promise of what it returns where it may have to wait */
  start(symbol: string, ...args: readonly unknown[]): unknown {
    const call = this.exports[symbol] as Gate;
    return this.hostCalls.canWait ? promising(call)(...args) : call(...args);
  }

  /** What goes around a call, of one export or of several. */
  around(symbol: string, isAsync = false): Around<void> {
    const { leafCosts } = this.program.manifest;
    const cost = Object.hasOwn(leafCosts, symbol) ? (leafCosts[symbol] as number) : 0;
    const action = `call ${symbol}`;
    const counter = this.#counterOf(symbol);
    return {
      enter: () => {
        this.#enter(symbol, action, cost, isAsync);
        counter.calls++;
      },
      failed: (error) => this.#failed(symbol, error),
      leave: () => this.#leave(symbol),
    };
  }

  limited(call: Gate): Gate {
    this.#given ??= new WeakMap();
    const known = this.#given.get(call);
    if (known !== undefined) return known;
    const { enter, failed, leave } = this.around(`function[${call.name}]`);
    const gate = (...args: unknown[]) => {
      enter();
      let value: unknown;
      try {
        value = call(...args);
      } catch (error) {
        throw failed(error);
      }
      leave();
      return value;
    };
    this.#given.set(call, gate);
    return gate;
  }

  ranOut(error: Error): unknown {
    return this.#verdict(this.#symbol, error);
  }

  /** Before all calls, and also while it stands still: of `reopen`. */
  #start(symbol: string): void {
    const { enter, failed, leave } = this.around(symbol);
    this.#isStarting = true;
    try {
      enter();
    } finally {
      this.#isStarting = false;
    }
    try {
      (this.exports[symbol] as Gate)();
    } catch (error) {
      throw failed(error);
    }
    leave();
  }

  #counterOf(symbol: string): { calls: number } {
    this.#counters ??= new Map();
    const known = this.#counters.get(symbol) ?? { calls: 0 };
    this.#counters.set(symbol, known);
    return known;
  }

  get unitsLeft(): number {
    return this.#depth.unitsLeft;
  }

  get canWait(): boolean {
    return this.#isAsync && this.#depth.calls === 1;
  }

  until<T>(promise: Promise<T>): Promise<T> {
    return this.#waiting().until(promise);
  }

  caller(): Caller & Disposable {
    const suspension = this.#waiting();
    const yielding = (payload: Uint8Array) =>
      suspension.reenter(() => this.exchange.yield(payload));
    return new WaitedFor(this.name, this.#memory, yielding);
  }

  #waiting(): Suspension {
    this.#suspension ??= new Suspension(this.allowance);
    return this.#suspension;
  }

  get timeLeft(): number {
    return this.allowance.timeLeft;
  }

  expire(): LimitReached {
    return this.allowance.expire();
  }

  /** Of its memory, while it waits for the host. @throws the violation that ends its call */
  read(pointer: number, length: number): Uint8Array {
    return readReached(this.#memory, pointer, length);
  }

  /** The same. */
  write(pointer: number, bytes: Uint8Array): void {
    writeReached(this.#memory, pointer, bytes);
  }

  get isMeasured(): boolean {
    return this.hostCalls.isTimed;
  }

  set isMeasured(value: boolean) {
    this.hostCalls.isTimed = value;
  }

  /** @param since `begun` before the call: one that was refused used nothing */
  takeReport(since: number): CallReport | undefined {
    if (this.begun === since) return undefined;
    const report = this.#report ?? this.#measure(silent);
    if (this.#depth.calls === 0) this.#report = undefined;
    return report;
  }

  #measure(output: Output): CallReport {
    const { allowance, hostCalls, memories, payloads } = this;
    return Object.freeze({
      wall: performance.now() - allowance.startedAt,
      fuel: allowance.used,
      memoryPeak: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      hostCalls: hostCalls.count,
      hostTime: hostCalls.time,
      bytesIn: payloads.bytesIn,
      bytesOut: payloads.bytesOut,
      ...output,
    });
  }

  #enter(symbol: string, action: string, cost: number, isAsync: boolean): void {
    if (!this.#isStarting) {
      this.#compartment.assertOpen(action);
      if (this.#suspension?.isSuspended) throw this.#busy(`${action} of`);
      if (this.#isPoisoned && this.#depth.calls === 0) this.restore();
    }
    this.#deepen(symbol);
    this.begun++;
    this.#symbol = symbol;
    if (this.#depth.calls > 1) return;
    this.#isAsync = isAsync;
    this.#report = undefined;
    this.#world.dropOutput();
    this.#compartment.enter();
    this.hostCalls.reset();
    this.payloads.reset();
    this.#limitGrowth();
    this.allowance.begin(cost);
  }

  /** @throws the error of an overflow */
  #deepen(symbol: string): void {
    const caller = innermostGuest();
    try {
      this.#depth.enter(caller);
    } catch (error) {
      throw caller === this ? this.#verdict(symbol, error) : this.#starved(symbol);
    }
  }

  /** Another guest, which has called the host, has left no stack: that is its fault. @returns what is thrown */
  #starved(symbol: string): unknown {
    const error = new LimitReached("stack", this.limits.stackDepth, 0);
    const caller = innermostGuest();
    if (caller?.ranOut === undefined) return this.#verdict(symbol, error);
    return caller.ranOut(error);
  }

  /** Counted from what there is when the call begins. */
  #limitGrowth(): void {
    const { memoryGrowth } = this.limits;
    if (memoryGrowth === Number.POSITIVE_INFINITY) return;
    const bytes = this.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    this.allowance.limitPages(pagesOf(bytes + memoryGrowth));
  }

  #leave(symbol: string): void {
    this.#depth.leave();
    if (this.#depth.calls > 0) return;
    this.#ended();
    const ending = this.#endings.fault ?? this.#endings.reached;
    if (ending !== undefined) throw this.#verdict(symbol, ending);
  }

  /** @returns what is thrown */
  #failed(symbol: string, error: unknown): unknown {
    const { overflowed, isShortened } = this.#depth;
    this.#depth.leave();
    const isOutermost = this.#depth.calls === 0;
    if (isOutermost) this.#ended();
    const { fault, reached } = this.#endings;
    if (fault !== undefined) return isOutermost ? this.#verdict(symbol, fault) : fault;
    if (reached !== undefined) return this.#verdict(symbol, reached);
    if (overflowed && isOutermost && isShortened) {
      this.#isPoisoned = true;
      return this.#starved(symbol);
    }
    if (!this.#endings.isHostsOwn(error)) return this.#verdict(symbol, error, overflowed);
    if (isOutermost) this.#state.restoreStackPointer();
    return error;
  }

  #ended(): void {
    this.allowance.end();
    if (this.isMeasured) this.#report = this.#measure(this.#world.takeOutput());
    this.#compartment.leave();
  }

  /** What a call is told that has ended in `error`. */
  #verdict(symbol: string, error: unknown, overflowed = false): unknown {
    const isInner = this.#depth.calls > 0;
    const { thrown, isBroken } = this.#endings.verdict({ symbol, error, overflowed, isInner });
    if (isBroken) this.#isPoisoned = true;
    return thrown;
  }

  #busy(action: string): Error {
    return fail(
      "ERR_TARGET_BUSY",
      `Cannot ${action} ${this.name}: one of its calls is still running. ` +
        "Do it when the call has returned, or its promise is settled; calls by `.async` wait for that.",
    );
  }
}

const NO_CALLS: ReadonlyMap<string, { readonly calls: number }> = new Map();
