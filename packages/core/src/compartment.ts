import { decorate } from "./decorate.js";
import { fail, type QuarantinedError } from "./errors.js";
import { publishFault } from "./events.js";
import type { Fault, FaultKind } from "./fault.js";
import type { Gate } from "./gate.js";
import { isolationError } from "./isolation-error.js";
import type { AfterFault, IsolationLayer, NativeHalf } from "./layer.js";
import {
  admitSlot,
  createSlot,
  disposeWhenCollected,
  gate,
  refuseSlot,
  type Slot,
  type SlotOwner,
} from "./slots.js";
import type {
  Compartment,
  FunctionStatus,
  Link,
  LinkOptions,
  Reloaded,
  Target,
  TargetStatus,
} from "./target.js";

interface Linked extends Link {
  readonly slot: Slot;
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
  readonly #faults: Partial<Record<FaultKind, number>> = {};
  #state: TargetStatus["state"] = "open";
  #tainted = false;
  #lastFault: Fault | null = null;
  #reopened = 0;

  constructor(target: Target<unknown>, layers: readonly IsolationLayer[]) {
    this.name = target.name;
    this.kind = target.kind;
    this.#layers = layers;
    this.#natives = layers.flatMap((layer) => layer.native?.() ?? []);
    this.#afterFault = layers.find(({ afterFault }) => afterFault)?.afterFault ?? "quarantine";
  }

  link(options: LinkOptions): Link {
    this.assertOpen(`link ${options.symbol}`);
    const natives = this.#natives.filter(
      ({ switchesStack }) => !(switchesStack && options.inPlace),
    );
    const switched = natives.some(({ switchesStack }) => switchesStack);
    const slot = createSlot(this, { ...options, natives });
    const linked: Linked = {
      slot,
      keeps: options.keeps,
      symbol: options.symbol,
      address: slot.address,
      mode: switched ? "switched" : "in-place",
      ...(natives.length < this.#natives.length && { because: options.inPlace as string }),
      decorate: (call) => this.#decorate(slot, call),
      takeError: () => takePending(slot),
    };
    this.#links.set(slot.index, linked);
    return linked;
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
    const functions = [...this.#links.values()].map(functionStatus);
    return {
      target: this.name,
      kind: this.kind,
      state: this.#state,
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

  /** The FFI's function is gone: nobody can call the slot. */
  collected(slot: Slot): void {
    this.#links.delete(slot.index);
  }

  #decorate(slot: Slot, call: Gate): Gate {
    disposeWhenCollected(slot, call);
    return decorate(call, this.#layers, { target: this.name, symbol: slot.symbol });
  }

  #quarantine(): void {
    this.#state = "quarantined";
    this.#refuseAll("quarantined");
  }

  #refuseAll(why: "quarantined" | "disposed"): void {
    for (const { slot } of this.#links.values()) refuseSlot(slot, why);
  }

  #assertIdle(action: string): void {
    if (gate().liveCalls(this.id) === 0) return;
    throw fail(
      "ERR_TARGET_BUSY",
      `Cannot ${action} ${this.name}: one of its functions is being called on this thread. ` +
        "Do it when the call has returned.",
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

function functionStatus({ slot, mode, because }: Linked): FunctionStatus {
  const calls = gate().calls(slot.index);
  return { symbol: slot.symbol, calls, mode, ...(because && { because }) };
}

function takePending(slot: Slot): Error | undefined {
  const error = slot.pending;
  slot.pending = undefined;
  return error;
}

function exit(error: Error): never {
  console.error(error);
  process.exit(EX_SOFTWARE);
}

/** sysexits.h: an internal software error was detected. */
const EX_SOFTWARE = 70;
