import type { AfterFault } from "./after-fault.js";
import { decorate, decorates } from "./decorate.js";
import { fail, type QuarantinedError } from "./errors.js";
import { publishFault } from "./events.js";
import type { Fault, FaultKind } from "./fault.js";
import { countCalls, type FunctionRows, functionStatuses } from "./function-status.js";
import type { Gate } from "./gate.js";
import { isolationError } from "./isolation-error.js";
import type { IsolationLayer } from "./layer.js";
import type { Linking } from "./linking.js";
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
import type { Compartment, Link, LinkOptions, Reloaded, Target, TargetStatus } from "./target.js";

interface Linked extends Link {
  readonly slot: Slot;
  readonly calledByHost: boolean;
  readonly keeps: object;
}

let lastId = 0;

/** The walls around one open target: what is linked, what it did, whether it may still be called. */
export class OpenCompartment implements Compartment, SlotOwner {
  readonly id: number = ++lastId;
  readonly name: string;
  readonly kind: string;
  readonly #layers: readonly IsolationLayer[];
  readonly #natives: readonly NativeHalf[];
  readonly #afterFault: AfterFault;
  readonly #links = new Map<number, Linked>();
  /** Rows of `status()` for links that were undone. */
  readonly #unlinked: FunctionRows = new Map();
  readonly #faults: Partial<Record<FaultKind, number>> = {};
  #state: TargetStatus["state"] = "open";
  #tainted = false;
  #lastFault: Fault | null = null;
  #reopened = 0;
  #running = 0;

  constructor(target: Target<unknown>, layers: readonly IsolationLayer[]) {
    this.name = target.name;
    this.kind = target.kind;
    this.#layers = layers;
    this.#natives = layers.flatMap((layer) => layer.native?.() ?? []);
    this.#afterFault = layers.find(({ afterFault }) => afterFault)?.afterFault ?? "quarantine";
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

  decorate(call: Gate, linking: Omit<Linking, "target">): Gate {
    return decorate(call, this.#layers, { target: this.name, ...linking });
  }

  decorates(linking: Omit<Linking, "target">): boolean {
    return decorates(this.#layers, { target: this.name, ...linking });
  }

  enter(): void {
    this.#running++;
  }

  leave(): void {
    this.#running--;
  }

  assertOpen(action: string): void {
    if (this.#state === "disposed") throw this.#disposedError(action);
    if (this.#state === "quarantined") throw this.#quarantinedError(action);
  }

  reopen(reload: () => Reloaded): void {
    if (this.#state === "disposed") throw this.#disposedError("reopen it");
    this.#assertIdle("reopen");
    this.#refuseAll("quarantined");
    this.#state = "quarantined";
    const { fresh, addressOf } = reload();
    // All or none: when one symbol is gone, no call goes in.
    const found = [...this.#links.values()].map(
      ({ slot }) => [slot, addressOf(slot.symbol)] as const,
    );
    for (const [slot, address] of found) admitSlot(slot, address);
    this.#state = "open";
    this.#tainted &&= !fresh;
    this.#reopened++;
  }

  dispose(): void {
    if (this.#state === "disposed") return;
    this.#assertIdle("dispose");
    this.#refuseAll("disposed");
    this.#state = "disposed";
  }

  status(): TargetStatus {
    const functions = functionStatuses(this.#links.values(), this.#unlinked);
    return {
      target: this.name,
      kind: this.kind,
      state: this.#state,
      afterFault: this.#afterFault,
      tainted: this.#tainted,
      faults: { ...this.#faults },
      lastFault: this.#lastFault,
      reopened: this.#reopened,
      calls: functions.reduce((sum, { calls }) => sum + calls, 0),
      functions,
      layers: this.#layers.map((layer) => ({ name: layer.name, ...layer.status?.() })),
    };
  }

  /** The gate reports a fault of one of our calls. */
  faulted(slot: Slot, fault: Fault, layer: string, cause: unknown): Error {
    this.#faults[fault.kind] = (this.#faults[fault.kind] ?? 0) + 1;
    this.#lastFault = fault;
    this.#tainted = true;
    if (this.#afterFault === "quarantine" && this.#state === "open") this.#quarantine();
    const place = { target: this.name, symbol: slot.symbol, layer };
    const error = isolationError(fault, place, cause === undefined ? undefined : { cause });
    publishFault({ ...place, fault, error });
    if (this.#afterFault === "exit") exit(error);
    return error;
  }

  /** The gate refused one of our calls. */
  refused(slot: Slot): Error {
    const action = `call ${slot.symbol}`;
    return this.#state === "disposed"
      ? this.#disposedError(action)
      : this.#quarantinedError(action);
  }

  /** Nobody can call the slot. */
  disposed(slot: Slot): void {
    this.#links.delete(slot.index);
  }

  #quarantine(): void {
    this.#state = "quarantined";
    this.#refuseAll("quarantined");
  }

  #refuseAll(why: "quarantined" | "disposed"): void {
    for (const { slot, calledByHost } of this.#links.values()) {
      if (!calledByHost) refuseSlot(slot, why);
    }
  }

  #assertIdle(action: string): void {
    if (gate().liveCalls(this.id) + this.#running === 0) return;
    throw fail(
      "ERR_TARGET_BUSY",
      `Cannot ${action} ${this.name}: a call of one of its functions is still running. ` +
        "Do it when the call has returned, or its promise is settled.",
    );
  }

  #disposedError(action: string): Error {
    return fail(
      "ERR_TARGET_DISPOSED",
      `Cannot ${action}: ${this.name} was disposed. Open it again.`,
    );
  }

  #quarantinedError(action: string): QuarantinedError {
    return fail(
      "ERR_ISOLATION_QUARANTINED",
      `Cannot ${action}: ${this.name} is quarantined after a fault. ` +
        'Call reopen() on it, or allow more calls with afterFault: "continue".',
      { cause: this.#lastFault },
    ) as QuarantinedError;
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

function exit(error: Error): never {
  console.error(error);
  process.exit(EX_SOFTWARE);
}

/** sysexits.h: an internal software error was detected. */
const EX_SOFTWARE = 70;
