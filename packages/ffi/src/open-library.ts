import type { Compartment, Delivery, Gate, Link, TargetStatus } from "@cofferdam/core";
import koffi, { type TypeObject } from "koffi";
import { abortable, asyncFunction } from "./async-function.js";
import {
  type Declaration,
  declare,
  type FuncArguments,
  type FunctionInfo,
  typeNamed,
} from "./declaration.js";
import { linkedParameter } from "./linked-parameter.js";
import { addressOf, type LoadedLibrary } from "./loaded-library.js";
import type { LibraryOptions } from "./options.js";
import { reasonInPlace, reasonNotSwitched, throwsNatively } from "./placement.js";
import { loadPrivate, refuseHostFree } from "./private-library.js";
import { RegisteredCallbacks } from "./registered-callbacks.js";
import { runtime } from "./runtime.js";
import { shapeOf } from "./shape.js";
import { loadShared } from "./shared-library.js";

/** A guarded C function: called exactly as koffi's. */
// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides, which TypeScript cannot read
export type NativeFunction = ((...args: any[]) => any) & {
  readonly info: FunctionInfo;
  /**
   * The same call on another thread. Takes the function's arguments and, after them, optionally
   * `{ signal: AbortSignal }`. Needs `stack()` among the layers.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly async: (...args: any[]) => Promise<any>;
};

/** An exported variable. */
export interface Variable {
  readonly address: bigint;
  get(): unknown;
  set(value: unknown): void;
}

export interface LibraryStatus extends TargetStatus {
  readonly path: string;
  /** After `reopen()`: was the library really unloaded, so that its state is new? null: not reopened. */
  readonly fresh: boolean | null;
  /** It has a heap of its own. */
  readonly privateHeap: boolean;
  /** Usable bytes of the stack that in-place calls share. */
  readonly inPlaceStackBytes: number;
}

/** An open C library. */
export class Library {
  readonly path: string;
  readonly #compartment: Compartment;
  readonly #options: LibraryOptions;
  readonly #callbacks = new RegisteredCallbacks();
  #loaded: LoadedLibrary;
  #fresh: boolean | null = null;

  constructor(compartment: Compartment, path: string, options: LibraryOptions) {
    runtime(); // before koffi's first load
    this.path = path;
    this.#compartment = compartment;
    this.#options = options;
    this.#loaded = this.#load();
  }

  /**
   * Links a function.
   *
   * @param declaration a C prototype, or name, result type and parameter types, as koffi's `func` takes them
   * @throws ERR_PROTOTYPE_INVALID, ERR_PROTOTYPE_UNSUPPORTED, ERR_SYMBOL_NOT_FOUND, ERR_TARGET_DISPOSED,
   *   ERR_ISOLATION_QUARANTINED, ERR_GATE_FULL
   */
  func(...declaration: FuncArguments): NativeFunction {
    this.#compartment.assertOpen("link a function");
    if (this.#options.privateHeap) refuseHostFree(this.path, declaration);
    const declared = declare(declaration);
    const delivery = throwsNatively(declared) ? "throw" : "stash";
    const link = this.#link(declared, delivery, reasonInPlace(declared));
    const raw: Gate = koffi.decode(link.address, declared.type);
    link.unlinkWith(raw);
    const call = delivery === "throw" ? raw : throwing(raw, link.takeError);
    return this.#named(this.#decorate(call, declared, false), declared);
  }

  /** The address of an exported symbol. @throws ERR_SYMBOL_NOT_FOUND, and while it cannot be called */
  symbol(name: string): bigint {
    this.#compartment.assertOpen(`look up ${name}`);
    return addressOf(this.#loaded, this.path, name);
  }

  /** `errno` as the last call left it: the C library's that this library is linked with. @throws while it cannot be called */
  errno(): number {
    this.#compartment.assertOpen("read errno");
    return this.#loaded.errno();
  }

  /**
   * An exported variable.
   *
   * @throws ERR_SYMBOL_NOT_FOUND, ERR_PROTOTYPE_INVALID, and while the library cannot be called
   */
  variable(name: string, type: string | TypeObject): Variable {
    typeNamed(type);
    const address = () => this.symbol(name); // another one after `reopen()`
    address();
    return {
      get address() {
        return address();
      },
      get: () => koffi.decode(address(), type),
      set: (value) => koffi.encode(address(), type, value),
    };
  }

  /**
   * Makes a function pointer of a JavaScript function that the library may keep and call later.
   *
   * @param type a pointer to a koffi prototype, for example "Compare *"
   * @returns what to pass to the library; valid until `unregister` or disposal
   * @throws ERR_PROTOTYPE_INVALID, ERR_GATE_FULL, ERR_TARGET_DISPOSED
   */
  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint {
    this.#compartment.assertOpen("register a callback");
    return this.#callbacks.register(callback, type);
  }

  /** @throws ERR_CALLBACK_UNKNOWN */
  unregister(pointer: bigint): void {
    this.#callbacks.unregister(pointer);
  }

  /**
   * After a fault: unloads the library and loads it again. Functions that were linked go on working.
   *
   * @throws ERR_DLOPEN_FAILED, ERR_NAMESPACES_EXHAUSTED, ERR_SYMBOL_NOT_FOUND, ERR_TARGET_BUSY, ERR_TARGET_DISPOSED
   */
  reopen(): void {
    this.#compartment.reopen(() => {
      const fresh = this.#loaded.unload(this.#compartment.status().tainted);
      this.#loaded = this.#load();
      this.#fresh = fresh;
      return { fresh, addressOf: (symbol) => addressOf(this.#loaded, this.path, symbol) };
    });
  }

  status(): LibraryStatus {
    return {
      ...this.#compartment.status(),
      path: this.path,
      fresh: this.#fresh,
      privateHeap: this.#options.privateHeap ?? false,
      inPlaceStackBytes: runtime().stackBytes,
    };
  }

  /** Unloads the library. Later calls throw ERR_TARGET_DISPOSED. @throws ERR_TARGET_BUSY */
  dispose(): void {
    const { state, tainted } = this.#compartment.status();
    if (state === "disposed") return;
    this.#compartment.dispose();
    this.#callbacks.dispose();
    this.#loaded.unload(tainted);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #link(declared: Declaration, delivery: Delivery, inPlace: string | undefined): Link {
    const types = declared.parameters.map(({ type }) => type);
    return this.#compartment.link({
      symbol: declared.name,
      address: this.symbol(declared.name),
      shape: shapeOf(declared.result, types),
      environment: runtime().environment,
      delivery,
      inPlace,
      keeps: this, // koffi unloads a library that nobody holds
    });
  }

  #decorate(call: Gate, declared: Declaration, async: boolean): Gate {
    const parameters = declared.parameters.map(linkedParameter);
    return this.#compartment.decorate(call, { symbol: declared.name, async, parameters });
  }

  #named(call: Gate, declared: Declaration): NativeFunction {
    define(call, "name", declared.name);
    define(call, "info", declared.info);
    // in place of koffi's own `async`; made when it is asked for
    const get = () => define(call, "async", this.#async(declared));
    Object.defineProperty(call, "async", { get, configurable: true });
    return call as NativeFunction;
  }

  #async(declared: Declaration): Gate {
    const makeLink = () => this.#link(declared, "post", reasonNotSwitched(declared));
    const call = asyncFunction(declared, this.#compartment, makeLink);
    try {
      return abortable(this.#decorate(call, declared, true), declared);
    } catch (error) {
      return () => Promise.reject(error); // a look at the property shall not throw
    }
  }

  #load(): LoadedLibrary {
    const { privateHeap = false, ...options } = this.#options;
    return privateHeap ? loadPrivate(this.path, options) : loadShared(this.path, options);
  }
}

function throwing(call: Gate, takeError: () => Error | undefined): Gate {
  return (...args) => {
    const value = call(...args);
    const error = takeError();
    if (error) throw error;
    return value;
  };
}

/** Replaces the getter by what it got. */
function define(object: object, name: string, value: unknown): unknown {
  Object.defineProperty(object, name, { value, configurable: true });
  return value;
}
