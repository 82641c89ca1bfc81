import { type Compartment, type FunctionStatus, fail, type TargetStatus } from "@cofferdam/core";
import { Calls } from "./instance/calls.js";
import { Guest } from "./instance/guest.js";
import { callingGuest } from "./instance/host-functions.js";
import { INITIALIZE } from "./instance/initialize.js";
import { moduleExports } from "./instance/module-exports.js";
import type { Call, Invoke, WasmInstance } from "./instance/wasm-instance.js";
import type { World } from "./instance/world.js";
import type { Limits } from "./limits.js";
import { EXPORTED } from "./metering/index.js";
import type { Program } from "./program/program.js";

/** What a target opens to, in this thread. */
export class OpenModule implements WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly #guest: Guest;
  readonly #calls: Calls;
  readonly #world: World;
  readonly #compartment: Compartment;
  #call: Call | undefined;
  #invoke: Invoke | undefined;

  constructor(program: Program, limits: Limits, world: World, compartment: Compartment) {
    this.#world = world;
    this.#compartment = compartment;
    this.#guest = new Guest(program, limits, world, compartment);
    this.#calls = new Calls(this.#guest, compartment);
    this.exports = moduleExports(program.manifest, this.#calls);
  }

  get memory(): WebAssembly.Memory | undefined {
    return this.#guest.memories[0];
  }

  get sha256(): string {
    return this.#guest.program.sha256;
  }

  get call(): Call {
    this.#call ??= this.#calls.call();
    return this.#call;
  }

  get invoke(): Invoke {
    this.#invoke ??= this.#calls.invoke();
    return this.#invoke;
  }

  yield(payload: Uint8Array): Uint8Array {
    const guest = this.#guest;
    if (callingGuest() === guest) return guest.exchange.yield(payload);
    throw fail(
      "ERR_WASM_SUSPEND",
      `Cannot yield to ${guest.name}: no function of the host runs that it has called. Use invoke(), or yield() in such a function.`,
    );
  }

  status(): TargetStatus {
    const rows = [...this.#guest.calls]
      .filter(([symbol, { calls }]) => calls > 0 && !CALLED_BY_US.includes(symbol))
      .map(([symbol, { calls }]): FunctionStatus => ({ symbol, calls, mode: "wasm" }));
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
}

/** Of a module, when it is opened. */
const CALLED_BY_US: readonly string[] = [INITIALIZE, EXPORTED.start];
