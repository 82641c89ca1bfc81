import { includes } from "../abi/rights.js";
import { refuse } from "../errno.js";
import type { Stat } from "../files/stat.js";

/** What a descriptor may do, and what may be done with descriptors that are opened through it. */
export interface Rights {
  readonly base: number;
  readonly inheriting: number;
}

/** What a number of the guest stands for. */
export abstract class Descriptor {
  abstract readonly filetype: number;
  /** Where the guest finds it, if it was there from the beginning. */
  readonly preopen: Uint8Array | undefined;
  #rights: Rights;
  /** Fdflags. */
  flags: number;

  constructor(rights: Rights, flags = 0, preopen?: Uint8Array) {
    this.#rights = rights;
    this.flags = flags;
    this.preopen = preopen;
  }

  get rights(): Rights {
    return this.#rights;
  }

  /** Rights are only ever taken away. @throws ENOTCAPABLE */
  narrow(rights: Rights): void {
    const { base, inheriting } = this.#rights;
    if (!includes(base, rights.base) || !includes(inheriting, rights.inheriting)) {
      refuse("ENOTCAPABLE");
    }
    this.#rights = rights;
  }

  /** @throws ENOTCAPABLE */
  need(right: number): this {
    return includes(this.#rights.base, right) ? this : refuse("ENOTCAPABLE");
  }

  /** From where it stands; 0: at the end. */
  abstract read(into: Uint8Array): number;
  abstract write(from: Uint8Array): number;
  abstract stat(): Stat;
  /** Bytes that can be read, for poll_oneoff. */
  abstract available(): bigint;
  sync(): void {}
  close(): void {}
}
