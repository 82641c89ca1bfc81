import { checkKeys, fail, show } from "@cofferdam/core";
import { RANDOM_CHUNK_BYTES } from "../limits.js";

export interface Random {
  fill(bytes: Uint8Array): void;
  /** The same bytes again, where they are from a seed. */
  reset(): void;
}

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function randomOf(random: "real" | { readonly seed: number | string }): Random {
  if (random === "real") return { fill: fillReal, reset: () => {} };
  checkKeys(random, ["seed"], "random");
  const { seed } = random;
  if (typeof seed !== "string" && !Number.isSafeInteger(seed)) {
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected a text or a whole number for \`random.seed\`, got ${show(seed)}. Give "real" for real ones.`,
    );
  }
  return new SeededRandom(String(seed));
}

function fillReal(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += RANDOM_CHUNK_BYTES) {
    const chunk = new Uint8Array(Math.min(RANDOM_CHUNK_BYTES, bytes.length - at));
    bytes.set(crypto.getRandomValues(chunk), at); // it takes no shared memory
  }
}

/**
 * xoshiro128** (Blackman and Vigna), its state the first four numbers of splitmix32 from the FNV-1a hash of the seed's
 * UTF-16; each number gives four bytes, low one first, and a call that ends within a number drops the rest of it. The same
 * on every machine, and anything but secret.
 */
class SeededRandom implements Random {
  readonly #seed: string;
  #state = new Uint32Array(4);

  constructor(seed: string) {
    this.#seed = seed;
    this.reset();
  }

  reset(): void {
    let mixed = hashOf(this.#seed);
    this.#state = this.#state.map(() => {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      return splitmix(mixed);
    });
  }

  fill(bytes: Uint8Array): void {
    let word = 0;
    for (let i = 0; i < bytes.length; i++) {
      word = i % 4 === 0 ? this.#next() : word >>> 8;
      bytes[i] = word;
    }
  }

  #next(): number {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = state;
    state[0] = a ^ d ^ b;
    state[1] = b ^ c ^ a;
    state[2] = c ^ a ^ (b << 9);
    state[3] = rotate(d ^ b, 11);
    return Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  }
}

function rotate(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function splitmix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
