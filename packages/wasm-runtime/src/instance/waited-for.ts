import { fail } from "@cofferdam/core";
import type { MemoryView } from "../abi/memory-view.js";
import type { Caller } from "../suspending.js";
import { readReached, writeReached } from "./reached-bytes.js";

/** A guest that waits for a function of the host, as that function sees it, until the guest goes on. */
export class WaitedFor implements Caller, Disposable {
  readonly #name: string;
  readonly #memory: MemoryView;
  readonly #yielding: (payload: Uint8Array) => Uint8Array;
  #isOver = false;

  /** @param yielding calls the guest's `yield` */
  constructor(name: string, memory: MemoryView, yielding: (payload: Uint8Array) => Uint8Array) {
    this.#name = name;
    this.#memory = memory;
    this.#yielding = yielding;
  }

  async read(pointer: number, length: number): Promise<Uint8Array> {
    this.#check("read memory of");
    return readReached(this.#memory, pointer, length);
  }

  async write(pointer: number, bytes: Uint8Array): Promise<void> {
    this.#check("write memory of");
    writeReached(this.#memory, pointer, bytes);
  }

  async yield(payload: Uint8Array): Promise<Uint8Array> {
    this.#check("yield to");
    return this.#yielding(payload);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  #check(action: string): void {
    if (this.#isOver) throw waitsNoMore(action, this.#name);
  }
}

/** @param action "read memory of", for the error */
export function waitsNoMore(action: string, name: string): Error {
  return fail(
    "ERR_WASM_SUSPEND",
    `Cannot ${action} ${name}: it does not wait any more. ` +
      "Use the caller until the promise of the host's function is settled.",
  );
}
