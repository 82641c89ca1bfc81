/** A library in a helper, with the API of one in this process. */
import {
  allocating,
  type FunctionStatus,
  type Gate,
  type OwnUse,
  type Size,
} from "@cofferdam/core";
import type { Library, LibraryStatus, NativeFunction, Variable } from "@cofferdam/ffi";
import {
  callbackType,
  checkPointer,
  type Declaration,
  declare,
  type FuncArguments,
  linkedParameter,
  splitOptions,
  type TypeObject,
  typeNamed,
  unlessAborted,
} from "@cofferdam/ffi/declaration";
import { describeType } from "../types/describe.js";
import { startCall } from "./async-call.js";
import type { Caller } from "./caller.js";
import { LIBRARY } from "./helper.js";
import type { LentMemory } from "./lent-memory.js";
import type { HelperPoolStatus } from "./pool-status.js";
import { type RemoteFunction, remoteFunction } from "./remote-function.js";

export interface RemoteLibraryStatus extends LibraryStatus {
  readonly helper: HelperPoolStatus;
}

export interface RemoteLibraryParts {
  readonly path: string;
  readonly caller: Caller;
  readonly memory: LentMemory;
  readonly idempotent: ReadonlySet<string>;
  /** Names of the layers that the host does not ask: this one, and those in the helper. */
  readonly moved: readonly string[];
  readonly privateHeap: boolean;
  readonly poolStatus: () => HelperPoolStatus;
  /** Gives everything back. */
  readonly close: () => void;
}

type Callback = (...args: never[]) => unknown;

export class RemoteLibrary implements Library {
  readonly path: string;
  readonly #parts: RemoteLibraryParts;
  readonly #functions: RemoteFunction[] = [];
  #fresh: boolean | null = null;

  constructor(parts: RemoteLibraryParts) {
    this.path = parts.path;
    this.#parts = parts;
  }

  func(...words: FuncArguments): NativeFunction {
    const { caller, idempotent } = this.#parts;
    this.#assertOpen("link a function");
    const declared = declare(words);
    const isIdempotent = idempotent.has(declared.name);
    const fn = remoteFunction(this.#functions.length, words, declared, isIdempotent);
    caller.link(fn);
    this.#functions.push(fn);
    const { assertOpen } = caller.parts.compartment;
    const action = `call ${declared.name}`;
    const call: Gate = (...args) => {
      assertOpen(action);
      return caller.call(fn, args);
    };
    return this.#named(this.#decorate(call, declared, false), fn);
  }

  symbol(name: string): bigint {
    this.#assertOpen(`look up ${name}`);
    this.#use({ action: "sym", resource: name });
    return this.#address(name);
  }

  errno(): number {
    this.#assertOpen("read errno");
    return this.#ask({ kind: "errno", id: 0, library: LIBRARY }, "errno") as number;
  }

  variable(name: string, type: string | TypeObject): Variable {
    typeNamed(type);
    this.symbol(name);
    const address = () => this.#address(name); // another one in the next helper
    return {
      get address() {
        return address();
      },
      get: () => this.decode(address(), type),
      set: (value) => this.encode(address(), type, value),
    };
  }

  register(callback: Callback, type: string | TypeObject): bigint {
    const { caller } = this.#parts;
    this.#assertOpen("register a callback");
    callbackType(type);
    return caller.parts.callbacks.register(callback as Gate, describeType(type));
  }

  unregister(pointer: bigint): void {
    const { caller } = this.#parts;
    const { id } = caller.parts.callbacks.unregister(pointer);
    if (caller.parts.compartment.status([]).state !== "open") return;
    const message = { kind: "unregister", id: 0, library: LIBRARY, callback: id } as const;
    caller.askAll(message, "unregister");
  }

  alloc(bytes: Size): Buffer {
    this.#assertOpen("allocate memory");
    const { caller, memory } = this.#parts;
    const size = memory.checkedSize(bytes);
    return allocating(caller.parts.compartment, size, () => memory.alloc(size));
  }

  free(memory: Buffer): void {
    this.#parts.memory.assertLive(memory);
    this.#use({ action: "free", bytes: memory.length });
    this.#parts.memory.free(memory);
  }

  decode(pointer: bigint, type: string | TypeObject, length?: number): unknown {
    this.#assertOpen("decode memory");
    checkPointer(pointer, "decode");
    typeNamed(type);
    const place = { library: LIBRARY, pointer, length, ...describeType(type) };
    return this.#ask({ kind: "decode", id: 0, ...place }, "decode");
  }

  encode(pointer: bigint, type: string | TypeObject, value: unknown, length?: number): void {
    this.#assertOpen("encode memory");
    checkPointer(pointer, "encode");
    typeNamed(type);
    const place = { library: LIBRARY, pointer, length, ...describeType(type) };
    this.#ask({ kind: "encode", id: 0, ...place, value }, "encode");
  }

  reopen(): void {
    const { caller } = this.#parts;
    caller.parts.compartment.reopen(() => {
      const infos = caller.askAll({ kind: "reopen", id: 0, library: LIBRARY }, "reopen");
      this.#fresh = infos.every((info) => Object(info).fresh === true);
      return { fresh: this.#fresh };
    });
  }

  status(): RemoteLibraryStatus {
    const { caller, memory, moved, privateHeap, poolStatus } = this.#parts;
    const functions = this.#functions.map(
      ({ symbol, calls }): FunctionStatus => ({ symbol, calls, mode: "helper" }),
    );
    const status = caller.parts.compartment.status(functions);
    return {
      ...status,
      layers: [...status.layers, ...moved.map((name) => ({ name }))],
      path: this.path,
      fresh: this.#fresh,
      privateHeap,
      inPlaceStackBytes: 0,
      liveAllocs: memory.live,
      helper: poolStatus(),
    };
  }

  dispose(): void {
    const { compartment } = this.#parts.caller.parts;
    if (compartment.status([]).state === "disposed") return;
    compartment.dispose();
    this.#parts.close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #assertOpen(action: string): void {
    this.#parts.caller.parts.compartment.assertOpen(action);
  }

  /** @throws what a layer refuses it with */
  #use(use: OwnUse): void {
    this.#parts.caller.parts.compartment.use(use);
  }

  #address(name: string): bigint {
    this.#assertOpen(`look up ${name}`);
    return this.#ask({ kind: "symbol", id: 0, library: LIBRARY, name }, "dlsym") as bigint;
  }

  #ask(message: Parameters<Caller["ask"]>[0], action: string): unknown {
    return this.#parts.caller.ask(message, action);
  }

  #decorate(call: Gate, declared: Declaration, async: boolean): Gate {
    const parameters = declared.parameters.map(linkedParameter);
    const { compartment } = this.#parts.caller.parts;
    return compartment.decorate(call, { symbol: declared.name, async, parameters });
  }

  #named(call: Gate, fn: RemoteFunction): NativeFunction {
    const { declaration } = fn;
    define(call, "name", declaration.name);
    define(call, "info", declaration.info);
    define(call, "async", this.#async(fn));
    return call as NativeFunction;
  }

  #async(fn: RemoteFunction): Gate {
    const { caller } = this.#parts;
    const { compartment } = caller.parts;
    const { declaration } = fn;
    const count = declaration.parameters.length;
    const start: Gate = (...args) => {
      try {
        compartment.assertOpen(`call ${fn.symbol}`);
        const { given, signal } = splitOptions(args, count);
        return startCall(caller, fn, given, signal);
      } catch (error) {
        return Promise.reject(error);
      }
    };
    const call = this.#decorate(start, declaration, true);
    return (...args) => {
      const pending = call(...args) as Promise<unknown>;
      const { signal } = Object(args[count]) as { signal?: unknown };
      return signal instanceof AbortSignal ? unlessAborted(pending, signal) : pending;
    };
  }
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true });
}
