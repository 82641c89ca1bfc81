import {
  type Compartment,
  type FunctionStatus,
  fail,
  type Gate,
  type TargetStatus,
} from "@cofferdam/core";
import { Guest, INITIALIZE } from "./instance/guest.js";
import type { CallReport } from "./instance/report.js";
import { rememberReport } from "./instance/report-of.js";
import type { World } from "./instance/world.js";
import type { Limits } from "./limits.js";
import type { Program } from "./program/program.js";
import type { WasmInstance } from "./wasm-instance.js";

/** What a target opens to, in this process. */
export class OpenModule implements WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly #guest: Guest;
  readonly #world: World;
  readonly #compartment: Compartment;
  readonly #calls = new Map<string, { calls: number }>();

  constructor(program: Program, limits: Limits, world: World, compartment: Compartment) {
    this.#world = world;
    this.#compartment = compartment;
    this.#guest = new Guest(program, limits, world, compartment);
    this.exports = this.#arm(program);
  }

  get memory(): WebAssembly.Memory | undefined {
    return this.#guest.memories[0];
  }

  get sha256(): string {
    return this.#guest.program.sha256;
  }

  call(name: string, ...args: readonly unknown[]): { value: unknown; report: CallReport } {
    const call = Object.hasOwn(this.exports, name) ? this.exports[name] : undefined;
    if (typeof call !== "function") throw noFunction(name, this.#guest.program);
    const { hostCalls } = this.#guest;
    const begun = performance.now();
    hostCalls.isTimed = true;
    try {
      const value: unknown = call(...args);
      return { value, report: this.#report(begun) };
    } catch (error) {
      rememberReport(error, this.#report(begun));
      throw error;
    } finally {
      hostCalls.isTimed = false;
    }
  }

  status(): TargetStatus {
    const rows = [...this.#calls].map(
      ([symbol, { calls }]): FunctionStatus => ({ symbol, calls, mode: "wasm" }),
    );
    return this.#compartment.status(rows.filter(({ calls }) => calls > 0));
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

  #arm({ manifest }: Program): Readonly<Record<string, unknown>> {
    const exports: Record<string, unknown> = Object.create(null);
    for (const { name, kind } of manifest.exports) {
      if (name === INITIALIZE) continue; // it was called, and may be only once
      if (kind === "function") exports[name] = this.#function(name);
      else Object.defineProperty(exports, name, this.#current(name));
    }
    return Object.freeze(exports);
  }

  #function(symbol: string): Gate {
    const counter = { calls: 0 };
    this.#calls.set(symbol, counter);
    const call = this.#guest.arm(symbol, counter);
    return this.#compartment.decorate(call, { symbol, async: false });
  }

  /** A memory, global or table: another one once a new instance was made. */
  #current(name: string): PropertyDescriptor {
    return { enumerable: true, get: () => this.#guest.exports[name] };
  }

  #report(begun: number): CallReport {
    const { allowance, hostCalls, memories } = this.#guest;
    return Object.freeze({
      wall: performance.now() - begun,
      fuel: allowance.used,
      memoryPeak: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      hostCalls: hostCalls.count,
      hostTime: hostCalls.time,
      bytesIn: 0,
      bytesOut: 0,
      ...this.#world.takeOutput(),
    });
  }
}

function noFunction(name: string, { name: file, manifest }: Program): Error {
  const functions = manifest.exports.filter(({ kind }) => kind === "function");
  const names = functions.slice(0, MAX_NAMES).map((each) => each.name);
  return fail(
    "ERR_WASM_EXPORT",
    `Expected a function that ${file} exports, got ${JSON.stringify(name)}. It has ${names.join(", ") || "none"}.`,
  );
}

/** Of an error. */
const MAX_NAMES = 20;
