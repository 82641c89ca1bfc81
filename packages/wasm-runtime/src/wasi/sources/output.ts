import { bytesOf, checkKeys, fail, type Size, show } from "@cofferdam/core";
import { DEFAULT_OUTPUT_BYTES, MAX_QUOTA_BYTES } from "../limits.js";

/** Collected up to a limit, default 1 MiB; or handed to a function as it comes: the chunk is its own. */
export type OutputOption = { readonly limit?: Size } | ((chunk: Uint8Array) => void);

/** Where a stream's bytes go. */
export interface Output {
  write(bytes: Uint8Array): void;
  collected(): Uint8Array;
  readonly isTruncated: boolean;
  reset(): void;
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function outputOf(option: OutputOption, name: string): Output {
  if (typeof option === "function") return new Sink(option);
  if (typeof option !== "object") {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a function or { limit } for \`${name}\`, got ${show(option)}. Omit it to collect.`,
    );
  }
  checkKeys(option, ["limit"], name);
  const { limit = DEFAULT_OUTPUT_BYTES } = option;
  return new Collector(bytesOf(limit, `${name}.limit`, { max: MAX_QUOTA_BYTES }));
}

class Sink implements Output {
  readonly isTruncated = false;
  readonly #take: (chunk: Uint8Array) => void;

  constructor(take: (chunk: Uint8Array) => void) {
    this.#take = take;
  }

  write(bytes: Uint8Array): void {
    this.#take(bytes.slice());
  }

  collected(): Uint8Array {
    return new Uint8Array(0);
  }

  reset(): void {}
}

/** The guest is not told that its output is full: it has no way to make room. */
class Collector implements Output {
  readonly #limit: number;
  #bytes = new Uint8Array(0);
  #length = 0;
  #isTruncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  write(bytes: Uint8Array): void {
    const room = this.#limit - this.#length;
    const taken = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (taken.length < bytes.length) this.#isTruncated = true;
    this.#reserve(this.#length + taken.length);
    this.#bytes.set(taken, this.#length);
    this.#length += taken.length;
  }

  collected(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  reset(): void {
    this.#length = 0;
    this.#isTruncated = false;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(
      Math.min(this.#limit, Math.max(1024, length, 2 * this.#bytes.length)),
    );
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
