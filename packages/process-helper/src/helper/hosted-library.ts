/** A library that is open in the helper, inside the layers that came with it. */
import type { Gate, IsolationLayer } from "@cofferdam/core";
import type { Library } from "@cofferdam/ffi";
import type { TypeObject } from "@cofferdam/ffi/declaration";
import { declare, type FuncArguments } from "@cofferdam/ffi/declaration";
import type { TypeMaker } from "../types/type-maker.js";
import type { DeclarationSpec, NamedTypes, TypeSpec } from "../types/type-spec.js";
import { type CrossingParameters, crossingParameters } from "../wire/parameters.js";

/** A function that the host calls by its number. */
export interface LinkedFunction extends CrossingParameters {
  readonly call: Gate;
  readonly library: HostedLibrary;
  /** Which stack it runs on. */
  readonly mode: string;
}

export class HostedLibrary {
  readonly library: Library;
  readonly #types: TypeMaker;
  /** After a fault it is loaded anew, unless a layer says what else shall become of it. */
  readonly #renews: boolean;
  /** Pointers to functions of the host, by its numbers. */
  readonly #registered = new Map<number, bigint>();

  constructor(library: Library, layers: readonly IsolationLayer[], types: TypeMaker) {
    this.library = library;
    this.#types = types;
    this.#renews = !layers.some(({ afterFault }) => afterFault !== undefined);
  }

  func(spec: DeclarationSpec): LinkedFunction {
    const words = this.#types.declaration(spec) as FuncArguments;
    const call = this.library.func(...words);
    const { functions } = this.library.status();
    const mode = functions.find(({ symbol }) => symbol === call.name)?.mode ?? "in-place";
    return { call, library: this, mode, ...crossingParameters(declare(words)) };
  }

  decode({ pointer, length, ...named }: Place): unknown {
    const type = this.#type(named);
    if (length === undefined) return this.library.decode(pointer, type);
    return this.library.decode(pointer, type, length);
  }

  encode({ pointer, length, ...named }: Place, value: unknown): void {
    const type = this.#type(named);
    if (length === undefined) this.library.encode(pointer, type, value);
    else this.library.encode(pointer, type, value, length);
  }

  /** @param id the host's number of it */
  register(id: number, callback: Gate, type: Named): bigint {
    const pointer = this.library.register(callback, this.#type(type));
    this.#registered.set(id, pointer);
    return pointer;
  }

  unregister(id: number): void {
    const pointer = this.#registered.get(id);
    if (pointer === undefined) return;
    this.#registered.delete(id);
    this.library.unregister(pointer);
  }

  registered(id: number): bigint | undefined {
    return this.#registered.get(id);
  }

  /**
   * After a fault of one of its functions, when none of them runs any more.
   *
   * @returns whether its state is new, or shall stay as it is
   */
  renew(): boolean {
    if (!this.#renews) return true;
    try {
      this.library.reopen();
      return this.library.status().fresh === true;
    } catch {
      return false; // whatever the reason is: a new process does not have it
    }
  }

  #type({ type, types }: Named): TypeObject {
    this.#types.learn(types);
    return this.#types.make(type);
  }
}

interface Named {
  readonly type: TypeSpec;
  readonly types: NamedTypes;
}

interface Place extends Named {
  readonly pointer: bigint;
  readonly length: number | undefined;
}
