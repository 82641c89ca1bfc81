/** Takes values apart for one message: what has no bytes of its own is replaced by a reference. */
import { types } from "node:util";
import { MAX_DEPTH } from "../../limits.js";
import { limitError, valueError } from "../../wire/error.js";
import { isBytes } from "../../wire/view-kinds.js";
import { MAX_EXTRAS } from "../limits.js";
import { extraOf } from "./extras.js";
import { reference, whose } from "./references.js";

/** The reference that a function or an object crosses as; undefined: its content crosses. @throws for what cannot */
export type Refer = (value: object) => number | undefined;

type Stub = () => void;

export class Packer {
  readonly extras: unknown[] = [];
  readonly #refer: Refer;
  readonly #references = new Map<unknown, number>();

  constructor(refer: Refer) {
    this.#refer = refer;
  }

  /** For the wire's codec, which takes a function for what has a number. */
  readonly callbackId = (stub: unknown): number => {
    const found = this.#references.get(stub);
    if (found === undefined) throw valueError("Expected a value that can cross, got a function.");
    return found;
  };

  /** @returns what to encode: the value itself where all of it is data */
  readonly pack = (value: unknown): unknown => this.#pack(value, 0);

  #pack(value: unknown, depth: number): unknown {
    if (typeof value === "symbol") {
      throw valueError("Expected a value that can cross, got a symbol.");
    }
    const isOne = typeof value === "function" || (typeof value === "object" && value !== null);
    return isOne ? this.#packObject(value as object, depth) : value;
  }

  #packObject(value: object, depth: number): unknown {
    if (isBytes(value) || types.isNativeError(value)) return value;
    if (depth > MAX_DEPTH) {
      throw limitError(`Expected at most ${MAX_DEPTH} levels, got more, or a cycle.`);
    }
    const found = this.#refer(value);
    if (found !== undefined) return this.#stub(found);
    const within = (item: unknown) => this.#pack(item, depth + 1);
    const extra = extraOf(value, within);
    if (extra !== undefined) return this.#stub(this.#extra(extra));
    return Array.isArray(value) ? packArray(value, within) : packMembers(value, within);
  }

  #extra(extra: unknown): number {
    if (this.extras.length >= MAX_EXTRAS) {
      throw limitError(`Expected at most ${MAX_EXTRAS} dates, maps and sets, got more.`);
    }
    return reference(whose.extra, this.extras.push(extra) - 1);
  }

  #stub(number: number): Stub {
    const stub: Stub = () => {};
    this.#references.set(stub, number);
    return stub;
  }
}

type Within = (value: unknown) => unknown;

function packArray(array: readonly unknown[], within: Within): readonly unknown[] {
  let packed: unknown[] | undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    const made = within(item);
    if (made !== item) packed ??= array.slice(0);
    if (packed) packed[index] = made;
  }
  return packed ?? array;
}

/** Read once: a getter might say something else the next time. */
function packMembers(object: object, within: Within): object {
  const entries = Object.keys(object).map((key) => {
    return [key, within((object as Record<string, unknown>)[key])] as const;
  });
  const isPlain = Object.getPrototypeOf(object) === Object.prototype;
  const isData = ([key, item]: readonly [string, unknown]) =>
    Object.getOwnPropertyDescriptor(object, key)?.value === item;
  if (isPlain ? entries.every(isData) : false) return object;
  return Object.fromEntries(entries);
}
