import { fail } from "@cofferdam/core";

/** Instances that are open, of one layer. */
export class LiveInstances {
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * One more, until it is let go of, or nobody has `owner` any more.
   *
   * @param name of its module, for the error
   * @returns lets go of it; more than once is once
   * @throws ERR_WASM_LIMIT
   */
  add(name: string, owner: object): () => void {
    if (this.#count >= this.#most) throw tooMany(name, this.#most);
    this.#count++;
    let isLive = true;
    const release = () => {
      if (isLive) this.#count--;
      isLive = false;
    };
    collected.register(owner, release);
    return release;
  }
}

const collected = new FinalizationRegistry<() => void>((release) => release());

function tooMany(name: string, most: number): Error {
  return fail(
    "ERR_WASM_LIMIT",
    `Expected at most ${most} instances to be open, got ${name} as one more. ` +
      "Dispose what is not used any more, or raise `limits.instances`.",
  );
}
