/** Functions of the host that helpers call by their numbers. */
import { fail, type Gate } from "@cofferdam/core";
import { MAX_THROWN } from "../limits.js";
import type { NamedTypes, TypeSpec } from "../types/type-spec.js";
import { type Known, LIBRARY } from "./helper.js";

/** A function that a library may call at any time. */
export interface Registered extends Known {
  readonly id: number;
}

/**
 * Pointers that `register` gives: no address that any process can have, since each helper has its own in its place. x86-64
 * and aarch64 leave addresses with these high bits to nobody.
 */
const FIRST_POINTER = 0xc0ff_0000_0000_0000n;

export class Callbacks {
  readonly #functions = new Map<number, Gate>();
  readonly #registered = new Map<bigint, Registered>();
  #lastId = 0;
  /** Of the message that is being written. */
  #lent: number[] = [];
  /** What callbacks threw, for as long as the calls run that they were within; the oldest first. */
  readonly #thrown = new Map<number, unknown>();
  #lastThrown = 0;

  get(id: number): Gate | undefined {
    return this.#functions.get(id);
  }

  /** A function is an argument: it has a number until the call is over. */
  lend(callback: Gate): number {
    const id = this.#add(callback);
    this.#lent.push(id);
    return id;
  }

  /** Numbers that were given since the last time. */
  takeLent(): readonly number[] {
    if (this.#lent.length === 0) return NONE;
    const lent = this.#lent;
    this.#lent = [];
    return lent;
  }

  giveBack(ids: readonly number[]): void {
    for (const id of ids) this.#functions.delete(id);
  }

  register(callback: Gate, type: { type: TypeSpec; types: NamedTypes }): bigint {
    const id = this.#add(callback);
    const pointer = FIRST_POINTER + BigInt(id);
    const introduction = {
      kind: "register",
      id: 0,
      library: LIBRARY,
      callback: id,
      ...type,
    } as const;
    this.#registered.set(pointer, { id, introduction });
    return pointer;
  }

  /** @throws ERR_CALLBACK_UNKNOWN */
  unregister(pointer: bigint): Registered {
    const registered = this.#registered.get(pointer);
    if (registered === undefined) {
      throw fail(
        "ERR_CALLBACK_UNKNOWN",
        `Expected a pointer that \`register\` of this library returned, got ${pointer}.`,
      );
    }
    this.#registered.delete(pointer);
    this.#functions.delete(registered.id);
    return registered;
  }

  get hasRegistered(): boolean {
    return this.#registered.size > 0;
  }

  /** All that are registered. */
  get registered(): Iterable<Registered> {
    return this.#registered.values();
  }

  registeredId(pointer: bigint): number | undefined {
    return this.#registered.get(pointer)?.id;
  }

  /** Is one of the values a pointer that stands for another one in each helper? */
  areRegistered(values: readonly unknown[]): boolean {
    if (this.#registered.size === 0) return false;
    return values.some((value) => typeof value === "bigint" && this.#registered.has(value));
  }

  /** @returns its number, from 1 */
  keepThrown(error: unknown): number {
    this.#lastThrown = (this.#lastThrown % MAX_U32) + 1;
    this.#thrown.set(this.#lastThrown, error);
    if (this.#thrown.size > MAX_THROWN) this.#thrown.delete(this.#lastThrown - MAX_THROWN);
    return this.#lastThrown;
  }

  /** What callbacks threw; undefined for 0. */
  thrown(number: number): { readonly error: unknown } | undefined {
    return this.#thrown.has(number) ? { error: this.#thrown.get(number) } : undefined;
  }

  /** No call runs: nothing that was thrown can come back. */
  forgetThrown(): void {
    if (this.#thrown.size > 0) this.#thrown.clear();
  }

  #add(callback: Gate): number {
    this.#lastId = (this.#lastId + 1) >>> 0;
    this.#functions.set(this.#lastId, callback);
    return this.#lastId;
  }
}

const MAX_U32 = 2 ** 32 - 1;
const NONE: readonly number[] = Object.freeze([]);
