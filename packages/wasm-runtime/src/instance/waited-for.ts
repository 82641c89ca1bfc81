import { fail } from "@cofferdam/core";
import type { MemoryView } from "../abi/memory-view.js";
import { Violation } from "../faults/guest-fault.js";
import type { Caller } from "../suspending.js";

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
    return this.#bytes("read", pointer, length).slice();
  }

  async write(pointer: number, bytes: Uint8Array): Promise<void> {
    this.#bytes("write", pointer, bytes.length).set(bytes);
  }

  async yield(payload: Uint8Array): Promise<Uint8Array> {
    this.#check("yield to");
    return this.#yielding(payload);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  /** Pointers are the guest's: they may have come as negative numbers. */
  #bytes(action: string, pointer: number, length: number): Uint8Array {
    this.#check(`${action} memory of`);
    const [from, size] = [pointer >>> 0, length >>> 0];
    const bytes = this.#memory.bytes(from, size);
    if (bytes !== undefined) return bytes;
    const resource = `${size} bytes at 0x${from.toString(16)}`;
    throw new Violation(action, resource, `memory has ${this.#memory.size} bytes`);
  }

  #check(action: string): void {
    if (!this.#isOver) return;
    throw fail(
      "ERR_WASM_SUSPEND",
      `Cannot ${action} ${this.#name}: it does not wait any more. ` +
        "Use the caller until the promise of the host's function is settled.",
    );
  }
}
