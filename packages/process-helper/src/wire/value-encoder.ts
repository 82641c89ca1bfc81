import { types } from "node:util";
import { MAX_BIGINT_WORDS, MAX_DEPTH, MAX_ERRORS, MAX_VALUES, MAX_VIEWS } from "../limits.js";
import type { Context } from "./context.js";
import { limitError, valueError } from "./error.js";
import { errorParts } from "./error-parts.js";
import { isPlain } from "./plain.js";
import type { FoundView } from "./regions.js";
import { Tag } from "./tags.js";
import { type Bytes, isBytes, kindOf } from "./view-kinds.js";
import type { Writer } from "./writer.js";

type Key = string | number;
type Callback = (...args: never[]) => unknown;

/** Writes the values of one list, and finds the views in them. */
export class ValueEncoder {
  readonly views: FoundView[] = [];
  readonly #writer: Writer;
  readonly #context: Context;
  /** Where it is: the containers that it is in, and what leads from each to the next. */
  readonly #containers: object[] = [];
  readonly #keys: Key[] = [0];
  #values = 0;
  #views = 0;
  #errors = 0;
  #causes = 0;

  constructor(writer: Writer, context: Context) {
    this.#writer = writer;
    this.#context = context;
  }

  /** @param index of the value in its list */
  encodeAt(index: number, value: unknown): void {
    this.#keys[0] = index;
    this.#encode(value);
  }

  #encode(value: unknown): void {
    if (++this.#values > MAX_VALUES) this.#failLimit(`${MAX_VALUES} values`);
    if (typeof value === "number") this.#number(value);
    else if (typeof value === "string") this.#text(value);
    else if (typeof value === "bigint") this.#bigint(value);
    else if (typeof value === "boolean") this.#writer.u8(value ? Tag.true : Tag.false);
    else if (value === undefined) this.#writer.u8(Tag.undefined);
    else if (value === null) this.#writer.u8(Tag.null);
    else if (typeof value === "object") this.#object(value);
    else if (typeof value === "function") this.#callback(value as Callback);
    else this.#fail("a value that C can be given", "a symbol");
  }

  #number(value: number): void {
    const isInt = (value | 0) === value && !Object.is(value, -0);
    this.#writer.u8(isInt ? Tag.int32 : Tag.double);
    if (isInt) this.#writer.i32(value);
    else this.#writer.f64(value);
  }

  #text(text: string): void {
    if (isWellFormed(text)) {
      this.#writer.u8(Tag.utf8);
      this.#writer.utf8(text);
    } else {
      this.#writer.u8(Tag.utf16);
      this.#writer.utf16(text);
    }
  }

  #bigint(value: bigint): void {
    const registered = this.#context.registeredId?.(value);
    if (registered !== undefined) {
      this.#writer.u8(Tag.registered);
      this.#writer.u32(registered);
    } else {
      this.#integer(value);
    }
  }

  #integer(value: bigint): void {
    const words: bigint[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) {
      if (words.length === MAX_BIGINT_WORDS) this.#failLimit(`${MAX_BIGINT_WORDS * 64} bits`);
      words.push(BigInt.asUintN(64, rest));
    }
    this.#writer.u8(value < 0n ? Tag.negativeBigint : Tag.bigint);
    this.#writer.u8(words.length);
    for (const word of words) this.#writer.u64(word);
  }

  #callback(callback: Callback): void {
    const { callbackId } = this.#context;
    if (!callbackId) this.#fail("a value without functions", "a function");
    this.#writer.u8(Tag.callback);
    this.#writer.u32(callbackId(callback));
  }

  #object(value: object): void {
    if (isBytes(value)) this.#bytes(value);
    else if (types.isNativeError(value)) this.#error(value);
    else this.#container(value);
  }

  #container(value: object): void {
    const containers = this.#containers;
    if (containers.includes(value)) this.#fail("a value that is not part of itself", "a cycle");
    if (containers.length === MAX_DEPTH) this.#failLimit(`${MAX_DEPTH} levels`);
    containers.push(value);
    if (Array.isArray(value)) this.#array(value);
    else this.#members(value as Record<string, unknown>);
    containers.pop();
  }

  #bytes(value: Bytes): void {
    if (++this.#views > MAX_VIEWS) this.#failLimit(`${MAX_VIEWS} buffers`);
    const kind = kindOf(value);
    if (kind === undefined) this.#fail("a view that every Node has", "another");
    const [buffer, from] = ArrayBuffer.isView(value)
      ? [value.buffer, value.byteOffset]
      : [value, 0];
    if (buffer === this.#context.arena) {
      this.#writer.u8(Tag.arena);
      this.#writer.u8(kind);
      this.#writer.f64(from);
      this.#writer.u32(value.byteLength);
      return;
    }
    this.#writer.u8(Tag.view);
    const holder = this.#keys[0] as number;
    this.views.push({ kind, buffer, from, to: from + value.byteLength, holder });
  }

  #array(array: readonly unknown[]): void {
    const { length } = array;
    if (length > MAX_VALUES) this.#failLimit(`${MAX_VALUES} values`);
    this.#writer.u8(Tag.array);
    this.#writer.u32(length);
    const depth = this.#containers.length;
    for (let index = 0; index < length; index++) {
      this.#keys[depth] = index;
      this.#encode(array[index]);
    }
  }

  #members(object: Readonly<Record<string, unknown>>): void {
    if (!isPlain(object)) {
      this.#fail("a plain object", `an object of class ${object.constructor?.name ?? "unknown"}`);
    }
    const keys = Object.keys(object);
    this.#writer.u8(Tag.object);
    this.#writer.u32(keys.length);
    const depth = this.#containers.length;
    for (const key of keys) {
      this.#keys[depth] = key;
      this.#text(key);
      this.#encode(object[key]);
    }
  }

  /** No container: errors that are behind themselves can be reported too. */
  #error(error: Error): void {
    if (++this.#errors > MAX_ERRORS) this.#failLimit(`${MAX_ERRORS} errors`);
    const { name, message, optional } = errorParts(error, this.#context.stacks, this.#causes);
    this.#writer.u8(Tag.error);
    this.#text(name);
    this.#text(message);
    this.#writer.u8(flagsOf(optional));
    this.#causes++;
    for (const part of optional) if (part !== undefined) this.#encode(part);
    this.#causes--;
  }

  #fail(expected: string, got: string): never {
    throw valueError(`Expected ${expected} for ${this.#path()}, got ${got}.`);
  }

  #failLimit(most: string): never {
    throw limitError(`Expected at most ${most}, got more at ${this.#path()}.`);
  }

  /** "argument 1.items[3]" */
  #path(): string {
    const { what = "argument" } = this.#context;
    const [index, ...keys] = this.#keys.slice(0, this.#containers.length + 1);
    const steps = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`));
    return `${what} ${index}${steps.join("")}`;
  }
}

/** A bit for each part that there is. */
function flagsOf(parts: readonly unknown[]): number {
  return parts.reduce<number>((flags, part, bit) => flags | (part === undefined ? 0 : 1 << bit), 0);
}

/** Of ES2024: every Node that we run on has it. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}
