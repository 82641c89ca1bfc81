import type { Compartment, Gate, TargetStatus } from "@cofferdam/core";
import koffi, { type LibraryHandle, type TypeObject } from "koffi";
import {
  addressOf,
  type Declaration,
  declare,
  type FuncArguments,
  type FunctionInfo,
  load,
  typeNamed,
} from "./declaration.js";
import { isMapped } from "./mapped.js";
import { reasonInPlace, throwsNatively } from "./placement.js";
import { RegisteredCallbacks } from "./registered-callbacks.js";
import { runtime } from "./runtime.js";
import { shapeOf } from "./shape.js";

type LoadOptions = Parameters<typeof koffi.load>[1];

/** A guarded C function: called exactly as koffi's. */
// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides, which TypeScript cannot read
export type NativeFunction = ((...args: any[]) => any) & { readonly info: FunctionInfo };

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
  /** Usable bytes of the stack that in-place calls share. */
  readonly inPlaceStackBytes: number;
}

/** An open C library. */
export class Library {
  readonly path: string;
  readonly #compartment: Compartment;
  readonly #options: LoadOptions;
  readonly #callbacks = new RegisteredCallbacks();
  #handle: LibraryHandle;
  #fresh: boolean | null = null;

  constructor(compartment: Compartment, path: string, options: LoadOptions) {
    runtime(); // before koffi's first load
    this.path = path;
    this.#compartment = compartment;
    this.#options = options;
    this.#handle = load(path, options);
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
    const declared = declare(this.#handle, this.path, declaration);
    const native = throwsNatively(declared);
    const link = this.#compartment.link({
      symbol: declared.name,
      address: this.symbol(declared.name),
      shape: shapeOf(
        declared.result,
        declared.parameters.map(({ type }) => type),
      ),
      environment: runtime().environment,
      throwsNatively: native,
      inPlace: reasonInPlace(declared),
      keeps: this, // koffi unloads a library that nobody holds
    });
    const raw: Gate = koffi.decode(link.address, declared.type);
    const call = link.decorate(native ? raw : throwing(raw, link.takeError));
    return named(call, declared);
  }

  /** The address of an exported symbol. @throws ERR_SYMBOL_NOT_FOUND, and while it cannot be called */
  symbol(name: string): bigint {
    this.#compartment.assertOpen(`look up ${name}`);
    return addressOf(this.#handle, this.path, name);
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
   * @throws ERR_DLOPEN_FAILED, ERR_SYMBOL_NOT_FOUND, ERR_TARGET_BUSY, ERR_TARGET_DISPOSED
   */
  reopen(): void {
    this.#compartment.reopen(() => {
      this.#handle.unload();
      const fresh = !isMapped(this.path);
      this.#handle = load(this.path, this.#options);
      this.#fresh = fresh;
      return { fresh, addressOf: (symbol) => addressOf(this.#handle, this.path, symbol) };
    });
  }

  status(): LibraryStatus {
    return {
      ...this.#compartment.status(),
      path: this.path,
      fresh: this.#fresh,
      inPlaceStackBytes: runtime().stackBytes,
    };
  }

  /** Unloads the library. Later calls throw ERR_TARGET_DISPOSED. @throws ERR_TARGET_BUSY */
  dispose(): void {
    if (this.#compartment.status().state === "disposed") return;
    this.#compartment.dispose();
    this.#callbacks.dispose();
    this.#handle.unload();
  }

  [Symbol.dispose](): void {
    this.dispose();
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

function named(call: Gate, { name, info }: Declaration): NativeFunction {
  // koffi would run `async` past the gate's error delivery
  Reflect.deleteProperty(call, "async");
  Object.defineProperty(call, "name", { value: name, configurable: true });
  Object.defineProperty(call, "info", { value: info, configurable: true });
  return call as NativeFunction;
}
