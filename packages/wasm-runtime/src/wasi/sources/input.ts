import { fail, show } from "@cofferdam/core";
import { encodeText } from "../abi/text.js";

/** All of it; or a function that gives the next bytes, and undefined when there are no more. */
export type InputOption = string | Uint8Array | (() => Uint8Array | undefined);

/** What the guest reads from its standard input. */
export class Input {
  readonly #option: string | Uint8Array | (() => Uint8Array | undefined);
  /** Given by the host, not read yet; undefined: the end. */
  #rest: Uint8Array | undefined;

  /** @throws ERR_OPTION_TYPE */
  constructor(option: InputOption) {
    if (typeof option !== "string" && typeof option !== "function" && !isBytes(option)) {
      throw fail(
        "ERR_OPTION_TYPE",
        `Expected a text, bytes or a function for \`stdin\`, got ${show(option)}. Omit it for none.`,
      );
    }
    this.#option = isBytes(option) ? option.slice() : option;
    this.reset();
  }

  /** 0: the end. */
  read(into: Uint8Array): number {
    if (into.length === 0) return 0;
    while (this.#rest?.length === 0) this.#rest = this.#next();
    if (this.#rest === undefined) return 0;
    const chunk = this.#rest.subarray(0, into.length);
    into.set(chunk);
    this.#rest = this.#rest.subarray(chunk.length);
    return chunk.length;
  }

  reset(): void {
    const option = this.#option;
    if (typeof option === "function") this.#rest = new Uint8Array(0);
    else this.#rest = typeof option === "string" ? encodeText(option) : option;
  }

  #next(): Uint8Array | undefined {
    if (typeof this.#option !== "function") return undefined;
    const chunk = this.#option();
    if (chunk === undefined || isBytes(chunk)) return chunk;
    throw fail(
      "ERR_OPTION_TYPE",
      `Expected bytes or undefined from \`stdin()\`, got ${show(chunk)}. Encode texts: new TextEncoder().encode(…).`,
    );
  }
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
