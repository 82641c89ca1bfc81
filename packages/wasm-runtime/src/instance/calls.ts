import {
  type Compartment,
  checkKeys,
  fail,
  type Gate,
  type LinkedParameter,
} from "@cofferdam/core";
import { type MeasuredGuest, measured, measuredAsync } from "./measured.js";
import { Turns } from "./turns.js";
import type { Call, Invoke } from "./wasm-instance.js";

/** What is called. */
export interface CallableGuest extends MeasuredGuest {
  readonly name: string;
  /** Names of the functions that can be called. */
  readonly functions: readonly string[];
  /** undefined: they are elsewhere. */
  readonly exports?: Readonly<Record<string, unknown>>;
  /** By the guest ABI. */
  readonly exchange: {
    invoke(payload: Uint8Array): Uint8Array;
    invokeAsync(payload: Uint8Array): Promise<Uint8Array>;
  };
  /** The function behind an export, limited. */
  arm(symbol: string): Gate;
  /** The same, for a guest that may wait: returns promises. */
  armAsync(symbol: string): Gate;
}

/** A function, and how it is called where its guest may wait. */
export type ExportedFunction = Gate & { readonly async: Gate };

/** Of which both gates go through the layers. */
interface Gates {
  readonly now: Gate;
  /** Made when it is asked for: there can be hundreds of exports, and thousands of instances. */
  readonly later: () => Gate;
}

interface ExportedGates extends Gates {
  readonly exported: ExportedFunction;
}

/** The ways to call a guest: at once or in turn, measured or not. */
export class Calls {
  readonly #guest: CallableGuest;
  readonly #compartment: Pick<Compartment, "decorate">;
  /** Made when they are asked for, and so are turns. */
  #functions: Map<string, ExportedGates> | undefined;
  #turns: Turns | undefined;
  #byIndex: ExportedFunction[] | undefined;

  constructor(guest: CallableGuest, compartment: Pick<Compartment, "decorate">) {
    this.#guest = guest;
    this.#compartment = compartment;
  }

  /** An exported function, the same one each time. */
  functionOf(symbol: string): ExportedFunction {
    return this.#gatesOf(symbol).exported;
  }

  functionAt(index: number): ExportedFunction {
    this.#byIndex ??= [];
    this.#byIndex[index] ??= this.functionOf(this.#guest.functions[index] as string);
    return this.#byIndex[index];
  }

  /** A memory, global or table that is exported. */
  valueOf(name: string): unknown {
    return this.#guest.exports?.[name];
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
      return this.#inTurn(() => measuredAsync<unknown>(guest, () => later(...args)));
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
      const own = payload instanceof Uint8Array ? new Uint8Array(payload) : payload; // its turn may come later
      return this.#inTurn(() => (isMeasured ? measuredAsync(guest, () => call(own)) : call(own)));
    };
    return Object.assign(invoke, { async }) as Invoke;
  }

  #gatesOf(symbol: string): ExportedGates {
    this.#functions ??= new Map();
    const known = this.#functions.get(symbol);
    if (known !== undefined) return known;
    const guest = this.#guest;
    const gates = this.#gates(symbol, guest.arm(symbol), () => guest.armAsync(symbol));
    const made = { ...gates, exported: this.#withAsync(gates) };
    this.#functions.set(symbol, made);
    return made;
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
    const async: Gate = async (...args) => this.#inTurn(() => later()(...args));
    return Object.assign(now, { async });
  }

  #inTurn<T>(call: () => Promise<T>): Promise<T> {
    this.#turns ??= new Turns();
    return this.#turns.take(call);
  }

  #named(name: string): Gates {
    const { functions, name: file } = this.#guest;
    if (functions.includes(name)) return this.#gatesOf(name);
    throw noFunction(name, file, functions);
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

/** @param known names of the functions that there are */
function noFunction(name: string, file: string, known: readonly string[]): Error {
  const names = known.slice(0, MAX_NAMES).join(", ") || "none";
  return fail(
    "ERR_WASM_EXPORT",
    `Expected a function that ${file} exports, got ${JSON.stringify(name)}. It has ${names}.`,
  );
}

/** Of an error. */
const MAX_NAMES = 20;
