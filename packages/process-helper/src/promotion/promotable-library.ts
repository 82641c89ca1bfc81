/**
 * A library that is called in this process until it has a fault, and in a helper from then on. Who calls it need not know: the
 * functions that were linked go on working. What the library remembered is lost, as in any helper.
 */
import { type Fault, IsolationError, publishNotice, type Size } from "@cofferdam/core";
import type { Library, LibraryStatus, NativeFunction, Variable } from "@cofferdam/ffi";
import type { FuncArguments, TypeObject } from "@cofferdam/ffi/declaration";
import { PromotableFunction } from "./promotable-function.js";

export interface PromotableStatus extends LibraryStatus {
  /** The fault after which it went to a helper; null: it is in this process. */
  readonly promoted: Fault | null;
}

type Callback = (...args: never[]) => unknown;

/** A pointer that was registered in this process, and the one in its place in the helper. */
interface Registered {
  readonly callback: Callback;
  readonly type: string | TypeObject;
  there: bigint | undefined;
}

export class PromotableLibrary implements Library {
  readonly path: string;
  readonly #here: Library;
  /** Opens the library in a helper. */
  readonly #open: () => Library;
  readonly #registered = new Map<bigint, Registered>();
  #there: Library | undefined;
  #fault: Fault | undefined;

  constructor(here: Library, open: () => Library) {
    this.path = here.path;
    this.#here = here;
    this.#open = open;
  }

  func(...words: FuncArguments): NativeFunction {
    if (this.#fault) return this.#current().func(...words);
    return new PromotableFunction(this.#here.func(...words), {
      there: () => this.#fault && this.#current().func(...words),
      faulted: (error) => this.#faulted(error),
      translated: (args) => this.#translated(args),
    }).call;
  }

  symbol(name: string): bigint {
    return this.#current().symbol(name);
  }

  errno(): number {
    return this.#current().errno();
  }

  variable(name: string, type: string | TypeObject): Variable {
    this.#current().variable(name, type);
    const current = () => this.#current().variable(name, type);
    return {
      get address() {
        return current().address;
      },
      get: () => current().get(),
      set: (value) => current().set(value),
    };
  }

  register(callback: Callback, type: string | TypeObject): bigint {
    const pointer = this.#current().register(callback, type);
    if (!this.#fault) this.#registered.set(pointer, { callback, type, there: undefined });
    return pointer;
  }

  unregister(pointer: bigint): void {
    const registered = this.#registered.get(pointer);
    if (registered === undefined) {
      this.#current().unregister(pointer);
      return;
    }
    this.#registered.delete(pointer);
    this.#here.unregister(pointer);
    if (registered.there !== undefined) this.#there?.unregister(registered.there);
  }

  alloc(bytes: Size): Buffer {
    return this.#current().alloc(bytes);
  }

  free(memory: Buffer): void {
    try {
      (this.#there ?? this.#here).free(memory);
    } catch (error) {
      // lent before the library went to the helper
      if (!this.#there || (error as { code?: unknown }).code !== "ERR_MEMORY_FOREIGN") throw error;
      this.#here.free(memory);
    }
  }

  decode(pointer: bigint, type: string | TypeObject, length?: number): unknown {
    return this.#current().decode(pointer, type, length);
  }

  encode(pointer: bigint, type: string | TypeObject, value: unknown, length?: number): void {
    this.#current().encode(pointer, type, value, length);
  }

  /** It stays in its helper. */
  reopen(): void {
    this.#current().reopen();
  }

  status(): PromotableStatus {
    const status = this.#there?.status() ?? this.#here.status();
    const faults = this.#fault ? this.#here.status().faults : {};
    const promoted = this.#fault ?? null;
    if (!this.#there) return { ...status, promoted };
    return { ...status, faults: added(faults, status.faults), promoted };
  }

  dispose(): void {
    this.#there?.dispose();
    this.#here.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #current(): Library {
    if (!this.#fault) return this.#here;
    this.#there ??= this.#open();
    return this.#there;
  }

  /** Only a call can have a fault: later ones go to the helper, which the first of them starts. */
  #faulted(error: unknown): void {
    if (this.#fault || !(error instanceof IsolationError)) return;
    this.#fault = error.fault;
    publishNotice({
      layer: "process-helper",
      notice: "promoted",
      target: this.path,
      fault: error.fault,
    });
  }

  /** Arguments for the helper: it has other pointers to what was registered. */
  #translated(args: readonly unknown[]): readonly unknown[] {
    if (this.#registered.size === 0) return args;
    return args.map((arg) => (typeof arg === "bigint" ? this.#pointerThere(arg) : arg));
  }

  #pointerThere(pointer: bigint): bigint {
    const registered = this.#registered.get(pointer);
    if (registered === undefined) return pointer;
    registered.there ??= this.#current().register(registered.callback, registered.type);
    return registered.there;
  }
}

type Faults = LibraryStatus["faults"];

function added(a: Faults, b: Faults): Faults {
  const kinds = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Faults>;
  return Object.fromEntries([...kinds].map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]));
}
