import { fail } from "./errors.js";
import type { Fault } from "./fault.js";
import { countCalls, type FunctionRows, functionStatuses } from "./function-status.js";
import type { NativeHalf } from "./native-half.js";
import {
  abortCall,
  admitSlot,
  createSlot,
  disposeSlot,
  disposeWhenCollected,
  exportOf,
  gate,
  refuseSlot,
  type Slot,
  type SlotOwner,
  takeError,
} from "./slots.js";
import type { Standing } from "./standing.js";
import type { FunctionStatus, Link, LinkOptions } from "./target.js";

interface Linked extends Link {
  readonly slot: Slot;
  readonly calledByHost: boolean;
  readonly keeps: object;
}

let lastId = 0;

/** The functions of one target that are behind the native gate. */
export class Links implements SlotOwner {
  readonly id: number = ++lastId;
  readonly #standing: Standing;
  readonly #natives: readonly NativeHalf[];
  readonly #links = new Map<number, Linked>();
  /** Rows of `status()` for links that were undone. */
  readonly #unlinked: FunctionRows = new Map();

  /** @param natives the layers' */
  constructor(standing: Standing, natives: readonly NativeHalf[]) {
    this.#standing = standing;
    this.#natives = natives;
  }

  /** Calls that are inside. */
  get liveCalls(): number {
    return gate().liveCalls(this.id);
  }

  link(options: LinkOptions): Link {
    const { native, calledByHost = false } = options;
    const natives = this.#natives.filter(
      ({ switchesStack }) => !(switchesStack && options.inPlace),
    );
    const switched = natives.some(({ switchesStack }) => switchesStack);
    // koffi's threads have small stacks; a host that calls on a thread's own has what it needs
    if (options.delivery === "post" && !switched && !calledByHost) throw noStackError(options);
    const slot = createSlot(this, { ...options, natives: native ? [...natives, native] : natives });
    const linked: Linked = {
      slot,
      calledByHost,
      keeps: options.keeps,
      symbol: options.symbol,
      address: slot.address,
      mode: switched ? "switched" : "in-place",
      ...(natives.length < this.#natives.length && { because: options.inPlace as string }),
      unlinkWith: (call) => disposeWhenCollected(slot, call),
      unlink: () => {
        countCalls(this.#unlinked, linked);
        disposeSlot(slot);
      },
      takeError: () => takeError(slot),
      get exported() {
        return exportOf(slot);
      },
      abort: () => abortCall(slot),
    };
    this.#links.set(slot.index, linked);
    return linked;
  }

  statuses(): readonly FunctionStatus[] {
    return functionStatuses(this.#links.values(), this.#unlinked);
  }

  /** Lets calls in again. All or none: when one symbol is gone, no call goes in. */
  admitAll(addressOf: (symbol: string) => bigint): void {
    const found = [...this.#links.values()].map(
      ({ slot }) => [slot, addressOf(slot.symbol)] as const,
    );
    for (const [slot, address] of found) admitSlot(slot, address);
  }

  /** No call goes in, but for those that the host does for the guest. */
  refuseAll(why: "quarantined" | "disposed"): void {
    for (const { slot, calledByHost } of this.#links.values()) {
      if (!calledByHost) refuseSlot(slot, why);
    }
  }

  /** The gate reports a fault of one of our calls. */
  slotFaulted({ symbol }: Slot, fault: Fault, layer: string, cause: unknown): Error {
    return this.#standing.faulted({ symbol, layer }, fault, cause);
  }

  /** The gate refused one of our calls. */
  slotRefused({ symbol }: Slot): Error {
    return this.#standing.refusal(`call ${symbol}`);
  }

  /** Nobody can call the slot. */
  slotDisposed(slot: Slot): void {
    this.#links.delete(slot.index);
  }
}

/** A fault on the FFI's small stack for such calls would reach other memory: 128 KiB, and one guard page. */
function noStackError({ symbol, inPlace }: LinkOptions): Error {
  return fail(
    inPlace ? "ERR_PROTOTYPE_UNSUPPORTED" : "ERR_LAYER_UNAVAILABLE",
    `Cannot call ${symbol} asynchronously: it needs a stack of its own` +
      (inPlace ? `, and ${inPlace}.` : ". Add stack() to the layers."),
  );
}
