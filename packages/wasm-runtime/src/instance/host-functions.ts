import { fail, type Gate } from "@cofferdam/core";
import { Violation } from "../faults/guest-fault.js";
import type { Manifest } from "../metering/index.js";
import type { Imports } from "../program/grants.js";
import { type Caller, isSuspending, SUSPENDS, type SuspendingCall } from "../suspending.js";
import { innermostGuest, type StackUser, setInnermost } from "./innermost.js";
import { suspendingImport } from "./jspi.js";

/** The guest that calls functions of the host. */
export interface CallingGuest extends StackUser {
  readonly name: string;
  /** Its call can wait: it was begun by `.async`, and there is no function of the host in between. */
  readonly canWait: boolean;
  /** A function of its own that it has given to the host, limited. */
  limited(call: Gate): Gate;
  /** Waits for the host. */
  until<T>(promise: Promise<T>): Promise<T>;
  /** For one call of the host. */
  caller(): Caller & Disposable;
  /** Milliseconds until its call's time is up. */
  readonly timeLeft: number;
  /** The time is up while it waits. @returns what its call ends in */
  expire(): Error;
  /** Its memory, while it waits for the host. @throws the violation that ends its call */
  read(pointer: number, length: number): Uint8Array;
  write(pointer: number, bytes: Uint8Array): void;
}

/** The module's guest that a function of the host runs for, right now. */
export function callingGuest(): CallingGuest | undefined {
  const guest = innermostGuest();
  return guest !== undefined && "canWait" in guest ? (guest as CallingGuest) : undefined;
}

/** What is counted of the functions that a guest calls. */
export class HostCalls {
  count = 0;
  /** Milliseconds. */
  time = 0;
  /** The clock is looked at for each. */
  isTimed = false;
  /** What the last one threw. */
  thrown: unknown;
  /** There were more than there may be: nothing that the guest catches changes that. */
  violation: Violation | undefined;
  /** One of the functions is waited for. */
  canWait = false;
  readonly #guest: CallingGuest;
  readonly #limit: number;
  /** Functions of the host that are inside of one another: the time of the outermost counts. */
  #running = 0;

  constructor(guest: CallingGuest, limit: number) {
    this.#guest = guest;
    this.#limit = limit;
  }

  reset(): void {
    this.count = 0;
    this.time = 0;
    this.thrown = undefined;
    this.violation = undefined;
  }

  /** The functions that a module imports, each counted; other imports as they are. */
  link({ imports }: Manifest, granted: Imports): Record<string, Record<string, unknown>> {
    const linked: Record<string, Record<string, unknown>> = Object.create(null);
    for (const each of imports) {
      const { module, name, kind } = each;
      const value = granted[module]?.[name];
      linked[module] ??= Object.create(null) as Record<string, unknown>;
      linked[module][name] = kind === "function" ? this.#linked(value as Gate, each) : value;
    }
    return linked;
  }

  #linked(call: Gate, { module, name, signature = "" }: Manifest["imports"][number]): unknown {
    const symbol = `${module}.${name}`;
    if (isSuspending(call)) {
      this.canWait = true;
      return suspendingImport(this.#waiting(call[SUSPENDS], symbol));
    }
    const [parameters = ""] = signature.split(":");
    return this.#counted(
      parameters.includes("r") ? this.#withLimitedFunctions(call) : call,
      symbol,
    );
  }

  /** Functions of the guest's own that it gives are limited when the host calls them. */
  #withLimitedFunctions(call: Gate): Gate {
    const limited = (value: unknown) =>
      isGuestFunction(value) ? this.#guest.limited(value) : value;
    return (...args) => call(...args.map(limited));
  }

  #counted(call: Gate, symbol: string): Gate {
    return (...args) => {
      this.#count(symbol);
      const isTimed = this.isTimed && this.#running === 0;
      const begun = isTimed ? performance.now() : 0;
      const outer = innermostGuest();
      setInnermost(this.#guest);
      this.#running++;
      try {
        return call(...args);
      } catch (error) {
        this.thrown = error;
        throw error;
      } finally {
        this.#running--;
        setInnermost(outer);
        if (isTimed) this.time += performance.now() - begun;
      }
    };
  }

  #waiting(call: SuspendingCall, symbol: string): (...args: unknown[]) => Promise<unknown> {
    const begin = async (caller: Caller, args: unknown[]) => call(caller, ...args);
    return (...args) => {
      this.#count(symbol);
      if (!this.#guest.canWait) throw this.#threw(cannotWait(this.#guest.name));
      const caller = this.#guest.caller();
      const outer = innermostGuest();
      setInnermost(this.#guest);
      const promise = begin(caller, args);
      setInnermost(outer);
      return this.#settled(promise, caller);
    };
  }

  async #settled(promise: Promise<unknown>, caller: Disposable): Promise<unknown> {
    const begun = performance.now();
    try {
      return await this.#guest.until(promise);
    } catch (error) {
      throw this.#threw(error);
    } finally {
      caller[Symbol.dispose]();
      this.time += performance.now() - begun;
    }
  }

  #threw(error: unknown): unknown {
    this.thrown = error;
    return error;
  }

  #count(symbol: string): void {
    if (++this.count <= this.#limit) return;
    this.violation = new Violation("call", symbol, `hostCalls = ${this.#limit}`);
    throw this.violation;
  }
}

/** The engine names what modules export by its index, and whatever the host has given comes back as it was. */
function isGuestFunction(value: unknown): value is Gate {
  return (
    typeof value === "function" &&
    /^\d+$/.test(value.name) &&
    Function.prototype.toString.call(value).includes("[native code]")
  );
}

/** Of a call whose guest would have to wait. */
export function cannotWait(name: string): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    `Cannot wait for a function of the host in a synchronous call of ${name}. ` +
      "Call it with `.async`, and not inside of a call of the host's.",
  );
}
