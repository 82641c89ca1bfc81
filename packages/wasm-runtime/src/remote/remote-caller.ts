import { waitsNoMore } from "../instance/waited-for.js";
import type { Caller } from "../suspending.js";
import type { Reach } from "./messages.js";

type Asked<T> = T extends unknown ? Omit<T, "call" | "id"> : never;

/** Asks the guest that waits for one call of the host. */
export type Reaching = (what: Asked<Reach>) => Promise<Uint8Array | undefined>;

/** A guest elsewhere that waits for a function of the host, as that function sees it. */
export class RemoteCaller implements Caller, Disposable {
  readonly #name: string;
  readonly #reaching: Reaching;
  readonly #waiting = new Set<(reason: unknown) => void>();
  #isOver = false;

  constructor(name: string, reaching: Reaching) {
    this.#name = name;
    this.#reaching = reaching;
  }

  async read(pointer: number, length: number): Promise<Uint8Array> {
    return this.#reach({ kind: "read", pointer, length }, "read memory of");
  }

  async write(pointer: number, bytes: Uint8Array): Promise<void> {
    await this.#reach({ kind: "write", pointer, bytes }, "write memory of");
  }

  async yield(payload: Uint8Array): Promise<Uint8Array> {
    return this.#reach({ kind: "yield", payload }, "yield to");
  }

  /** What it was asked for and has not answered, it will not answer. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const reject of this.#waiting) reject(waitsNoMore("reach", this.#name));
    this.#waiting.clear();
  }

  #reach(what: Asked<Reach>, action: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) throw waitsNoMore(action, this.#name);
      this.#waiting.add(reject);
      this.#reaching(what)
        .then((bytes) => resolve(bytes as Uint8Array), reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }
}
