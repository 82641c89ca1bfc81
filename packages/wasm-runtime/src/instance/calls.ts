import {
  type Compartment,
  checkKeys,
  fail,
  type Gate,
  type LinkedParameter,
} from "@cofferdam/core";
import type { Program } from "../program/program.js";
import type { Guest } from "./guest.js";
import { measured, measuredAsync } from "./measured.js";
import { Turns } from "./turns.js";
import type { Call, Invoke } from "./wasm-instance.js";

/** A function, and how it is called where its guest may wait. */
export type ExportedFunction = Gate & { readonly async: Gate };

/** Of which both gates go through the layers. */
interface Gates {
  readonly now: Gate;
  /** Made when it is asked for: there can be hundreds of exports, and thousands of instances. */
  readonly later: () => Gate;
}

/** The ways to call a guest: at once or in turn, measured or not. */
export class Calls {
  readonly #guest: Guest;
  readonly #compartment: Compartment;
  readonly #functions = new Map<string, Gates>();
  readonly #turns = new Turns();

  constructor(guest: Guest, compartment: Compartment) {
    this.#guest = guest;
    this.#compartment = compartment;
  }

  /** An export. */
  export(symbol: string): ExportedFunction {
    const guest = this.#guest;
    const gates = this.#gates(symbol, guest.arm(symbol), () => guest.armAsync(symbol));
    this.#functions.set(symbol, gates);
    return this.#withAsync(gates);
  }

  /** Any export by name, measured. */
  call(): Call {
    const guest = this.#guest;
    const call = (name: string, ...args: readonly unknown[]) => {
      const { now } = this.#named(name);
      return measured<unknown>(guest, () => now(...args));
    };
    const async = async (name: string, ...args: readonly unknown[]) => {
      const later = this.#named(name).later();
      return this.#turns.take(() => measuredAsync<unknown>(guest, () => later(...args)));
    };
    return Object.assign(call, { async });
  }

  /** By the guest ABI. */
  invoke(): Invoke {
    const guest = this.#guest;
    const { exchange } = guest;
    const { now, later } = this.#gates(
      "dispatch",
      (payload) => exchange.invoke(payload),
      () => (payload) => exchange.invokeAsync(payload),
    );
    const invoke = (payload: Uint8Array, options?: InvokeOptions) =>
      wantsReport(options) ? measured(guest, () => now(payload)) : now(payload);
    const async = async (payload: Uint8Array, options?: InvokeOptions) => {
      const call = later();
      const isMeasured = wantsReport(options);
      return this.#turns.take(() =>
        isMeasured ? measuredAsync(guest, () => call(payload)) : call(payload),
      );
    };
    return Object.assign(invoke, { async }) as Invoke;
  }

  #gates(symbol: string, now: Gate, later: () => Gate): Gates {
    const decorated = (call: Gate, async: boolean) =>
      this.#compartment.decorate(call, { symbol, async, parameters: NO_POINTERS });
    let made: Gate | undefined;
    return {
      now: decorated(now, false),
      later: () => {
        made ??= decorated(later(), true);
        return made;
      },
    };
  }

  #withAsync({ now, later }: Gates): ExportedFunction {
    const turns = this.#turns;
    const async: Gate = async (...args) => turns.take(() => later()(...args));
    return Object.assign(now, { async });
  }

  #named(name: string): Gates {
    const gates = this.#functions.get(name);
    if (gates === undefined) throw noFunction(name, this.#guest.program);
    return gates;
  }
}

/** What a guest is given are numbers, and copies in its own memory. */
const NO_POINTERS: readonly LinkedParameter[] = [];

type InvokeOptions = { readonly report?: boolean };

function wantsReport(options: InvokeOptions | undefined): boolean {
  if (options === undefined) return false;
  checkKeys(options, ["report"], "invoke(payload, options)");
  return options.report === true;
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
