import type { Compartment, Gate } from "@cofferdam/core";
import { fail } from "@cofferdam/core";
import { MemoryView } from "../abi/memory-view.js";
import { Payloads } from "../abi/payloads.js";
import { faultOf, stackBytesOf } from "../faults/fault-of.js";
import { ErrorReply, GuestFault } from "../faults/guest-fault.js";
import { type Limits, pagesOf } from "../limits.js";
import { Allowance, type AllowanceLimits, EXPORTED, type LimitReached } from "../metering/index.js";
import { checkSizes } from "../program/check-sizes.js";
import { checkGrants } from "../program/grants.js";
import { instantiate } from "../program/instantiate.js";
import type { Program } from "../program/program.js";
import type { Caller } from "../suspending.js";
import { type Around, armed } from "./armed.js";
import { Depth } from "./depth.js";
import { type AbiGuest, Exchange } from "./exchange.js";
import { type CallingGuest, cannotWait, HostCalls } from "./host-functions.js";
import { type Image, imageOf } from "./image.js";
import { INITIALIZE } from "./initialize.js";
import { innermostGuest } from "./innermost.js";
import { isSuspendError, promising } from "./jspi.js";
import type { MeasuredGuest } from "./measured.js";
import { functionNames } from "./module-exports.js";
import { readReached, writeReached } from "./reached-bytes.js";
import type { CallReport } from "./report.js";
import { Suspension } from "./suspension.js";
import { WaitedFor } from "./waited-for.js";
import type { World } from "./world.js";

/** Name of the layer that limits modules, as errors give it. */
export const LAYER = "wasm";

interface Counter {
  readonly symbol: string;
  calls: number;
}

/** One instance of a module, whose calls are limited. */
export class Guest implements CallingGuest, AbiGuest, MeasuredGuest {
  readonly program: Program;
  readonly limits: Limits;
  readonly hostCalls: HostCalls;
  readonly allowance: Allowance;
  readonly payloads: Payloads;
  readonly exchange: Exchange;
  /** Calls of exports that were asked for, by the host. */
  readonly calls: Counter[] = [];
  readonly #compartment: Compartment;
  readonly #world: World;
  /** Made when it waits for the first time. */
  #suspension: Suspension | undefined;
  readonly #memory = new MemoryView();
  #exports: Readonly<Record<string, unknown>> = {};
  #image: Image | undefined;
  readonly #depth: Depth;
  /** The outermost one was begun by `.async`. */
  #isAsync = false;
  /** What an inner call ended in: the outer ones end in it, too. */
  #fault: Error | undefined;
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
    this.#instantiate();
  }

  get name(): string {
    return this.program.name;
  }

  get functions(): readonly string[] {
    return functionNames(this.program.manifest);
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
    if (this.#depth.calls > 0) throw this.#busy("reset");
    this.restore();
  }

  /** The function behind an export, limited. */
  arm(symbol: string): Gate {
    let call = this.#exports[symbol] as Gate;
    let exports = this.#exports;
    const around = this.around(symbol);
    const enter = () => {
      around.enter();
      if (exports === this.#exports) return call;
      exports = this.#exports; // it was restored by a new instance
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
    const call = this.#exports[symbol] as Gate;
    return this.hostCalls.canWait ? promising(call)(...args) : call(...args);
  }

  /** What goes around a call, of one export or of several. */
  around(symbol: string, isAsync = false): Around<void> {
    const cost = this.program.manifest.leafCosts[symbol] ?? 0;
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

  #counterOf(symbol: string): Counter {
    const known = this.calls.find((each) => each.symbol === symbol);
    if (known !== undefined) return known;
    const made = { symbol, calls: 0 };
    this.calls.push(made);
    return made;
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

  takeReport(): CallReport | undefined {
    const report = this.#report ?? (this.#depth.calls > 0 ? this.#measure() : undefined);
    this.#report = undefined;
    return report;
  }

  #measure(): CallReport {
    const { allowance, hostCalls, memories, payloads } = this;
    return Object.freeze({
      wall: performance.now() - allowance.startedAt,
      fuel: allowance.used,
      memoryPeak: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      hostCalls: hostCalls.count,
      hostTime: hostCalls.time,
      bytesIn: payloads.bytesIn,
      bytesOut: payloads.bytesOut,
      ...this.#world.takeOutput(),
    });
  }

  #enter(symbol: string, action: string, cost: number, isAsync: boolean): void {
    this.#compartment.assertOpen(action);
    if (this.#suspension?.isSuspended) throw this.#busy(action);
    if (this.#isPoisoned && this.#depth.calls === 0) this.restore();
    this.#deepen(symbol);
    if (this.#depth.calls > 1) return;
    this.#isAsync = isAsync;
    this.#compartment.enter();
    this.hostCalls.reset();
    this.payloads.reset();
    this.#limitGrowth();
    this.allowance.begin(cost);
  }

  /** @throws the error of an overflow */
  #deepen(symbol: string): void {
    try {
      this.#depth.enter(innermostGuest());
    } catch (error) {
      throw this.#verdict(symbol, error);
    }
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
    const ending = this.#fault ?? this.allowance.reached ?? this.hostCalls.violation;
    if (ending !== undefined) throw this.#verdict(symbol, ending);
  }

  /** @returns what is thrown */
  #failed(symbol: string, error: unknown): unknown {
    const { overflowed } = this.#depth;
    this.#depth.leave();
    const isOutermost = this.#depth.calls === 0;
    if (isOutermost) this.#ended();
    if (this.#fault !== undefined)
      return isOutermost ? this.#verdict(symbol, this.#fault) : this.#fault;
    if (this.#isHostsOwn(error)) return error;
    return this.#verdict(symbol, error, overflowed);
  }

  /** A function of the host threw it, which is not about what the guest did. */
  #isHostsOwn(error: unknown): boolean {
    const { thrown } = this.hostCalls;
    return error === thrown && error !== this.allowance.reached && !(error instanceof GuestFault);
  }

  #ended(): void {
    this.allowance.end();
    if (this.isMeasured) this.#report = this.#measure();
    this.#compartment.leave();
  }

  /** What a call is told that has ended in `error`. */
  #verdict(symbol: string, error: unknown, overflowed = false): unknown {
    if (error === this.#fault) {
      this.#fault = undefined;
      return error;
    }
    if (isSuspendError(error)) return cannotWait(this.name);
    const { program, limits } = this;
    const stackBytes = stackBytesOf(limits.stackDepth);
    const fault = faultOf(error, { program, stackBytes, overflowed });
    if (fault === undefined) return error;
    const thrown = this.#compartment.faulted({ symbol, layer: LAYER }, fault, causeOf(error));
    if (error instanceof ErrorReply) return thrown;
    if (this.#depth.calls > 0) this.#fault = thrown;
    this.#isPoisoned = true;
    return thrown;
  }

  #instantiate(): void {
    const { manifest } = this.program;
    const linked = this.hostCalls.link(manifest, this.#world.imports);
    this.#exports = instantiate(this.program, {
      ...linked,
      ...this.allowance.imports,
    } as WebAssembly.Imports);
    this.allowance.attach(this.#exports);
    const [memory] = this.memories;
    this.#memory.bind(memory);
    this.#world.bind(memory, this.allowance);
    for (const symbol of [EXPORTED.start, INITIALIZE]) {
      if (typeof this.#exports[symbol] === "function") this.arm(symbol)();
    }
    this.#image = imageOf(manifest, this.#exports);
  }

  #busy(action: string): Error {
    return fail(
      "ERR_TARGET_BUSY",
      `Cannot ${action} of ${this.name}: one of its calls is still running. ` +
        "Do it when the call has returned, or its promise is settled; calls by `.async` wait for that.",
    );
  }
}

const allowances = new WeakMap<Limits, AllowanceLimits>();

/** The same for all instances that have the same limits. */
function allowedBy(limits: Limits): AllowanceLimits {
  const known = allowances.get(limits);
  if (known !== undefined) return known;
  const { memory, fuel, timeout, stackDepth: stack, tableElements: elements } = limits;
  const made = { fuel, timeout, pages: pagesOf(memory), elements, stack };
  allowances.set(limits, made);
  return made;
}

/** An error of V8's own tells more than the fault; ours do not. */
function causeOf(error: unknown): unknown {
  return error instanceof WebAssembly.RuntimeError ? error : undefined;
}
