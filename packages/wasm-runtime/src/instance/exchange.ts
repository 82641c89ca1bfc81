import { fail, type Gate } from "@cofferdam/core";
import { checkAbi } from "../abi/guest-abi.js";
import type { AbiExports, Payloads } from "../abi/payloads.js";
import type { Manifest } from "../metering/index.js";
import type { Around } from "./armed.js";

/** What answers requests. */
export interface AbiGuest {
  readonly program: { readonly name: string; readonly manifest: Manifest };
  readonly exports: Readonly<Record<string, unknown>>;
  around(symbol: string, isAsync?: boolean): Around<void>;
  start(symbol: string, ...args: readonly unknown[]): unknown;
}

/** Requests and replies of one guest by the guest ABI: each is one call, under one budget. */
export class Exchange {
  readonly #guest: AbiGuest;
  readonly #payloads: Payloads;
  /** What goes around calls of each. */
  #dispatch: Around<void> | undefined;
  #yield: Around<void> | undefined;
  #isChecked = false;

  constructor(guest: AbiGuest, payloads: Payloads) {
    this.#guest = guest;
    this.#payloads = payloads;
  }

  /** @throws ERR_WASM_ABI, ERR_WASM_PAYLOAD, ERR_OPTION_TYPE, the IsolationError of what the guest did */
  invoke(payload: Uint8Array): Uint8Array {
    this.#dispatch ??= this.#guest.around("dispatch");
    return this.#exchange("dispatch", this.#dispatch, payload);
  }

  /** The same for a guest that has called the host and waits for it. */
  yield(payload: Uint8Array): Uint8Array {
    this.#check();
    if (this.#guest.exports.yield === undefined) throw noYield(this.#guest.program.name);
    this.#yield ??= this.#guest.around("yield");
    return this.#exchange("yield", this.#yield, payload);
  }

  /** As `invoke`, of a guest that may wait for functions of the host. */
  async invokeAsync(payload: Uint8Array): Promise<Uint8Array> {
    this.#check();
    this.#payloads.check(payload);
    const { enter, failed, leave } = this.#guest.around("dispatch", true);
    enter();
    let reply: Uint8Array;
    try {
      const exports = this.#exports;
      const { length } = payload; // of the guest's own memory, nothing is left when that grows
      const pointer = this.#payloads.put(exports, payload);
      const packed = await this.#guest.start("dispatch", pointer, length);
      reply = this.#payloads.take(exports, packed as bigint);
    } catch (error) {
      throw failed(error);
    }
    leave();
    return reply;
  }

  #exchange(
    symbol: "dispatch" | "yield",
    { enter, failed, leave }: Around<void>,
    payload: Uint8Array,
  ): Uint8Array {
    this.#check();
    this.#payloads.check(payload);
    enter();
    let reply: Uint8Array;
    try {
      const exports = this.#exports;
      const { length } = payload; // of the guest's own memory, nothing is left when that grows
      const pointer = this.#payloads.put(exports, payload);
      const packed: bigint = (exports[symbol] as Gate)(pointer, length);
      reply = this.#payloads.take(exports, packed);
    } catch (error) {
      throw failed(error);
    }
    leave();
    return reply;
  }

  get #exports(): AbiExports {
    return this.#guest.exports as unknown as AbiExports;
  }

  #check(): void {
    if (this.#isChecked) return;
    const { name, manifest } = this.#guest.program;
    checkAbi(name, manifest);
    this.#isChecked = true;
  }
}

function noYield(name: string): Error {
  return fail(
    "ERR_WASM_ABI",
    `Expected ${name} to export yield, got a module without. Its functions of the host have to do without, too.`,
  );
}
