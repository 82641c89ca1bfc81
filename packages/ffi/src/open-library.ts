import {
  allocating,
  type Compartment,
  type Delivery,
  type Gate,
  type Link,
  type Size,
} from "@cofferdam/core";
import koffi, { type TypeObject } from "koffi";
import { Allocations } from "./allocations.js";
import { abortable, asyncFunction } from "./async-function.js";
import { type Declaration, declare, type FuncArguments, typeNamed } from "./declaration.js";
import type { Library, LibraryStatus, NativeFunction, Variable } from "./library.js";
import { linkedParameter } from "./linked-parameter.js";
import type { LoadedFrom } from "./loaded-from.js";
import { addressOf, type LoadedLibrary } from "./loaded-library.js";
import type { LibraryOptions } from "./options.js";
import { reasonInPlace, reasonNotSwitched, throwsNatively } from "./placement.js";
import { checkPointer } from "./pointer.js";
import { loadPrivate, refuseHostFree } from "./private-library.js";
import { RegisteredCallbacks } from "./registered-callbacks.js";
import { runtime } from "./runtime.js";
import { shapeOf } from "./shape.js";
import { loadShared } from "./shared-library.js";

/** A C library in this process. */
export class OpenLibrary implements Library {
  readonly path: string;
  readonly #compartment: Compartment;
  readonly #options: LibraryOptions;
  readonly #from: LoadedFrom;
  readonly #callbacks = new RegisteredCallbacks();
  readonly #memory: Allocations;
  #loaded: LoadedLibrary;
  #fresh: boolean | null = null;

  /** @param path what everybody calls it, wherever it is loaded `from` */
  constructor(compartment: Compartment, path: string, options: LibraryOptions, from: LoadedFrom) {
    runtime(); // before koffi's first load
    this.path = path;
    this.#compartment = compartment;
    this.#options = options;
    this.#from = from;
    this.#memory = new Allocations(path);
    this.#loaded = this.#load();
  }

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

  symbol(name: string): bigint {
    this.#compartment.assertOpen(`look up ${name}`);
    this.#compartment.use({ action: "sym", resource: name });
    return this.#address(name);
  }

  errno(): number {
    this.#compartment.assertOpen("read errno");
    return this.#loaded.errno();
  }

  variable(name: string, type: string | TypeObject): Variable {
    typeNamed(type);
    this.symbol(name);
    const address = () => this.#address(name); // another one after `reopen()`
    return {
      get address() {
        return address();
      },
      get: () => koffi.decode(address(), type),
      set: (value) => koffi.encode(address(), type, value),
    };
  }

  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint {
    this.#compartment.assertOpen("register a callback");
    return this.#callbacks.register(callback, type);
  }

  unregister(pointer: bigint): void {
    this.#callbacks.unregister(pointer);
  }

  alloc(bytes: Size): Buffer {
    this.#compartment.assertOpen("allocate memory");
    const size = this.#memory.checkedSize(bytes);
    return allocating(this.#compartment, size, () => this.#memory.alloc(size));
  }

  free(memory: Buffer): void {
    this.#memory.assertLive(memory);
    this.#compartment.use({ action: "free", bytes: memory.length });
    this.#memory.free(memory);
  }

  decode(pointer: bigint, type: string | TypeObject, length?: number): unknown {
    this.#compartment.assertOpen("decode memory");
    checkPointer(pointer, "decode");
    return koffi.decode(pointer, typeNamed(type), length as number);
  }

  encode(pointer: bigint, type: string | TypeObject, value: unknown, length?: number): void {
    this.#compartment.assertOpen("encode memory");
    checkPointer(pointer, "encode");
    koffi.encode(pointer, typeNamed(type), value, length as number);
  }

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
      liveAllocs: this.#memory.count,
    };
  }

  dispose(): void {
    const { state, tainted } = this.#compartment.status();
    if (state === "disposed") return;
    this.#compartment.dispose();
    this.#callbacks.dispose();
    this.#loaded.unload(tainted);
    this.#memory.dispose(); // after destructors, which may use it
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #address(name: string): bigint {
    this.#compartment.assertOpen(`look up ${name}`);
    return addressOf(this.#loaded, this.path, name);
  }

  #link(declared: Declaration, delivery: Delivery, inPlace: string | undefined): Link {
    const types = declared.parameters.map(({ type }) => type);
    return this.#compartment.link({
      symbol: declared.name,
      address: this.#address(declared.name),
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
    const load = privateHeap ? loadPrivate : loadShared;
    return load(this.path, options, this.#from);
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
