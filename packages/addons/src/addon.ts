import type { Compartment, TargetStatus } from "@cofferdam/core";
import type { AddonCallbacks } from "./callbacks.js";
import type { Loaded } from "./loader.js";

export interface AddonStatus extends TargetStatus {
  /** The `.node` files that are guarded. */
  readonly files: readonly string[];
  /** What they import that calls them back around the gate: functions of libuv, threads. */
  readonly aroundTheGate: readonly string[];
}

/** An open addon. */
export class Addon<Exports> {
  /** What `require` would return. */
  readonly exports: Exports;
  readonly #compartment: Compartment;
  readonly #callbacks: AddonCallbacks;
  readonly #loaded: Loaded;

  constructor(compartment: Compartment, callbacks: AddonCallbacks, loaded: Loaded) {
    this.#compartment = compartment;
    this.#callbacks = callbacks;
    this.#loaded = loaded;
    this.exports = loaded.exports as Exports;
  }

  status(): AddonStatus {
    const { files, aroundTheGate } = this.#loaded;
    return { ...this.#compartment.status(), files, aroundTheGate };
  }

  /**
   * Ends a quarantine. An addon cannot be unloaded: its state is what the fault left, and it stays tainted.
   *
   * @throws ERR_TARGET_BUSY, ERR_TARGET_DISPOSED
   */
  reopen(): void {
    const addressOf = (symbol: string) => this.#callbacks.addressOf(symbol);
    this.#compartment.reopen(() => ({ fresh: false, addressOf }));
  }

  /**
   * Ends all calls from JavaScript: they throw ERR_TARGET_DISPOSED. Finalizers and running work still go in.
   *
   * @throws ERR_TARGET_BUSY
   */
  dispose(): void {
    this.#compartment.dispose();
    this.#loaded.forget();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
