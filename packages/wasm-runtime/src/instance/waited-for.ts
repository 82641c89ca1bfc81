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
    this.#check("read memory of");
    const [from, size] = unsigned(pointer, length);
    return this.#memory.read(from, size) ?? this.#outside("read", from, size);
  }

  async write(pointer: number, bytes: Uint8Array): Promise<void> {
    this.#check("write memory of");
    const [to, size] = unsigned(pointer, bytes.length);
    if (!this.#memory.write(to, bytes)) this.#outside("write", to, size);
  }

  async yield(payload: Uint8Array): Promise<Uint8Array> {
    this.#check("yield to");
    return this.#yielding(payload);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  #outside(action: string, pointer: number, length: number): never {
    const resource = `${length} bytes at 0x${pointer.toString(16)}`;
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

/** The guest's numbers may have come as negative ones. */
function unsigned(pointer: number, length: number): readonly [number, number] {
  return [pointer >>> 0, length >>> 0];
}
