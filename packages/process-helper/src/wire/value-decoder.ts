import {
  MAX_BIGINT_WORDS,
  MAX_CAUSES,
  MAX_DEPTH,
  MAX_ERRORS,
  MAX_VALUES,
  MAX_VIEWS,
} from "../limits.js";
import type { Context } from "./context.js";
import { errorOf, type OptionalParts } from "./error-parts.js";
import type { Reader } from "./reader.js";
import { makeView, type ReceivedMemory } from "./region-codec.js";
import { Tag } from "./tags.js";
import type { Bytes } from "./view-kinds.js";

/** Bits of an error's parts that may be missing, in their order. */
const PARTS = [1, 2, 4] as const;
const ALL_PARTS = 7;

/** Reads the values of one list: the mirror of `ValueEncoder`. */
export class ValueDecoder {
  readonly #reader: Reader;
  readonly #context: Context;
  readonly #views: ReceivedMemory["views"];
  #nextView = 0;
  #holder = 0;
  #values = 0;
  #depth = 0;
  #arenaViews = 0;
  #errors = 0;
  #causes = 0;

  constructor(reader: Reader, context: Context, { views }: ReceivedMemory) {
    this.#reader = reader;
    this.#context = context;
    this.#views = views;
  }

  /** @param index of the value in its list */
  decodeAt(index: number): unknown {
    this.#holder = index;
    return this.#decode();
  }

  /** @throws WireError when there are views that no value was */
  end(): void {
    const left = this.#views.length - this.#nextView;
    if (left > 0) this.#reader.fail("ERR_WIRE_TRAILING", `${left} views too many`);
  }

  #decode(): unknown {
    const reader = this.#reader;
    const { at } = reader;
    if (++this.#values > MAX_VALUES) this.#tooMany(MAX_VALUES, "values", at);
    const tag = reader.u8();
    switch (tag) {
      case Tag.int32:
        return reader.i32();
      case Tag.double:
        return reader.f64();
      case Tag.utf8:
        return reader.utf8();
      case Tag.utf16:
        return reader.utf16();
      case Tag.bigint:
        return this.#bigint();
      case Tag.negativeBigint:
        return -this.#bigint();
      case Tag.true:
        return true;
      case Tag.false:
        return false;
      case Tag.undefined:
        return undefined;
      case Tag.null:
        return null;
      case Tag.callback:
        return this.#callback(at);
      case Tag.registered:
        return this.#registered(at);
      case Tag.view:
        return this.#view(at);
      case Tag.arena:
        return this.#arenaView(at);
      case Tag.array:
        return this.#inside(at, this.#array);
      case Tag.object:
        return this.#inside(at, this.#members);
      case Tag.error:
        return this.#error(at);
      default:
        return reader.fail("ERR_WIRE_VALUE", `tag ${tag}`, at);
    }
  }

  #bigint(): bigint {
    const { at } = this.#reader;
    const words = this.#reader.u8();
    if (words > MAX_BIGINT_WORDS) this.#tooMany(MAX_BIGINT_WORDS, "words", at);
    let value = 0n;
    for (let word = 0n; word < words; word++) value |= this.#reader.u64() << (64n * word);
    return value;
  }

  #callback(at: number): unknown {
    const { callback } = this.#context;
    if (!callback) this.#reader.fail("ERR_WIRE_VALUE", "a function", at);
    return callback(this.#reader.u32());
  }

  #registered(at: number): bigint {
    const { registered } = this.#context;
    if (!registered) this.#reader.fail("ERR_WIRE_VALUE", "a registered function", at);
    return registered(this.#reader.u32());
  }

  #view(at: number): Bytes {
    const view = this.#views[this.#nextView++];
    if (!view) this.#reader.fail("ERR_WIRE_VALUE", "a view that did not come", at);
    const { bytes, from, to, region } = view;
    region.parts.push({ from, to, holder: this.#holder });
    return bytes;
  }

  #arenaView(at: number): Bytes {
    const { arena } = this.#context;
    if (++this.#arenaViews + this.#views.length > MAX_VIEWS) this.#tooMany(MAX_VIEWS, "views", at);
    const [kind, offset, bytes] = [this.#reader.u8(), this.#reader.f64(), this.#reader.u32()];
    const inside = Number.isSafeInteger(offset) && offset >= 0;
    if (!arena || !inside || offset + bytes > arena.byteLength) {
      this.#reader.fail("ERR_WIRE_VALUE", `${bytes} bytes at ${offset} of the arena`, at);
    }
    return makeView(this.#reader, { at, kind, offset, bytes }, arena);
  }

  #inside<T>(at: number, decode: () => T): T {
    if (this.#depth === MAX_DEPTH) this.#tooMany(MAX_DEPTH, "levels", at);
    this.#depth++;
    const value = decode.call(this);
    this.#depth--;
    return value;
  }

  #array(): unknown[] {
    const length = this.#reader.count(1, MAX_VALUES - this.#values, "values");
    const array: unknown[] = [];
    for (let index = 0; index < length; index++) array.push(this.#decode());
    return array;
  }

  #members(): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    const count = this.#reader.count(6, MAX_VALUES - this.#values, "members");
    for (let index = 0; index < count; index++) {
      const key = this.#text();
      const value = this.#decode();
      if (key === "__proto__") defineOwn(members, key, value);
      else members[key] = value;
    }
    return members;
  }

  #error(at: number): Error {
    if (++this.#errors > MAX_ERRORS) this.#tooMany(MAX_ERRORS, "errors", at);
    if (this.#causes > MAX_CAUSES) this.#tooMany(MAX_CAUSES, "causes", at);
    const [name, message] = [this.#text(), this.#text()];
    const flags = this.#reader.u8();
    if (flags > ALL_PARTS) this.#reader.fail("ERR_WIRE_VALUE", `parts ${flags} of an error`, at);
    this.#causes++;
    const parts = PARTS.map((bit) => (flags & bit ? this.#decode() : undefined));
    this.#causes--;
    return errorOf({ name, message, optional: this.#checked(parts, at) });
  }

  #checked([code, stack, cause]: readonly unknown[], at: number): OptionalParts {
    const isCode = code === undefined || typeof code === "string" || typeof code === "number";
    if (isCode && (stack === undefined || typeof stack === "string")) return [code, stack, cause];
    return this.#reader.fail(
      "ERR_WIRE_VALUE",
      "an error whose code or stack is something else",
      at,
    );
  }

  #tooMany(most: number, things: string, at: number): never {
    return this.#reader.fail("ERR_WIRE_LIMIT", `more than ${most} ${things}`, at);
  }

  #text(): string {
    const { at } = this.#reader;
    const tag = this.#reader.u8();
    if (tag === Tag.utf8) return this.#reader.utf8();
    if (tag === Tag.utf16) return this.#reader.utf16();
    return this.#reader.fail("ERR_WIRE_VALUE", `tag ${tag} in place of a text`, at);
  }
}

/** Assigned, it would be the prototype. */
function defineOwn(members: object, key: string, value: unknown): void {
  Object.defineProperty(members, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
