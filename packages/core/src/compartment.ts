import { afterFaultOf } from "./deciding-layer.js";
import { decorate, decorates } from "./decorate.js";
import { fail } from "./errors.js";
import type { Fault } from "./fault.js";
import { countCalls, type FunctionRows, functionStatuses } from "./function-status.js";
import type { Gate } from "./gate.js";
import type { IsolationLayer } from "./layer.js";
import type { OwnLinking } from "./linking.js";
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
import { Standing } from "./standing.js";
import type {
  Compartment,
  FunctionStatus,
  Link,
  LinkOptions,
  Reloaded,
  Target,
  TargetStatus,
} from "./target.js";
import type { OwnUse } from "./use.js";

interface Linked extends Link {
  readonly slot: Slot;
  readonly calledByHost: boolean;
  readonly keeps: object;
}

let lastId = 0;

/** The walls around one open target of this process: what is linked, and how it stands. */
export class OpenCompartment implements Compartment, SlotOwner {
  readonly id: number = ++lastId;
  readonly name: string;
  readonly #standing: Standing;
  readonly #target: Target<unknown>;
  readonly #layers: readonly IsolationLayer[];
  readonly #natives: readonly NativeHalf[];
  readonly #links = new Map<number, Linked>();
  /** A target that never links anything works where there is no native code of ours. */
  #usesGate = false;
  /** Rows of `status()` for links that were undone. */
  readonly #unlinked: FunctionRows = new Map();

  constructor(target: Target<unknown>, layers: readonly IsolationLayer[]) {
    this.name = target.name;
    this.#target = target;
    this.#layers = layers;
    this.#natives = layers.flatMap((layer) => layer.native?.() ?? []);
    const doors = {
      liveCalls: () => (this.#usesGate ? gate().liveCalls(this.id) : 0),
      shut: (why: "quarantined" | "disposed") => this.#refuseAll(why),
    };
    this.#standing = new Standing(target, afterFaultOf(layers), doors, layers);
  }

  link(options: LinkOptions): Link {
    const { native, calledByHost = false } = options;
    if (!calledByHost) this.assertOpen(`link ${options.symbol}`);
    const natives = this.#natives.filter(
      ({ switchesStack }) => !(switchesStack && options.inPlace),
    );
    const switched = natives.some(({ switchesStack }) => switchesStack);
    // koffi's threads have small stacks; a host that calls on a thread's own has what it needs
    if (options.delivery === "post" && !switched && !calledByHost) throw noStackError(options);
    this.#usesGate = true;
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

  decorate(call: Gate, linking: OwnLinking): Gate {
    return decorate(call, this.#layers, { target: this.name, opened: this.#target, ...linking });
  }

  decorates(linking: OwnLinking): boolean {
    return decorates(this.#layers, { target: this.name, opened: this.#target, ...linking });
  }

  use(use: OwnUse): void {
    this.#standing.use(use);
  }

  enter(): void {
    this.#standing.enter();
  }

  leave(): void {
    this.#standing.leave();
  }

  assertOpen(action: string): void {
    this.#standing.assertOpen(action);
  }

  faulted(place: { symbol: string; layer: string }, fault: Fault, cause?: unknown): Error {
    return this.#standing.faulted(place, fault, cause);
  }

  reopen(reload: () => Reloaded): void {
    this.#standing.reopen(() => {
      const { fresh, addressOf } = reload();
      // All or none: when one symbol is gone, no call goes in.
      const found = [...this.#links.values()].map(
        ({ slot }) => [slot, addressOf(slot.symbol)] as const,
      );
      for (const [slot, address] of found) admitSlot(slot, address);
      return { fresh };
    });
  }

  dispose(): void {
    this.#standing.dispose();
  }

  status(unlinked: readonly FunctionStatus[] = []): TargetStatus {
    const linked = functionStatuses(this.#links.values(), this.#unlinked);
    return this.#standing.status([...linked, ...unlinked]);
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

  #refuseAll(why: "quarantined" | "disposed"): void {
    for (const { slot, calledByHost } of this.#links.values()) {
      if (!calledByHost) refuseSlot(slot, why);
    }
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
