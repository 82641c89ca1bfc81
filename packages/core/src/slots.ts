import { fail } from "./errors.js";
import type { Fault } from "./fault.js";
import { type NativeGate, nativeGate, type RawFault, type SlotRequest } from "./native.js";
import { nativeFault } from "./native-fault.js";
import type { NativeHalf } from "./native-half.js";
import type { Delivery, Exported, LinkOptions, Shape } from "./target.js";

/** Whose slot it is: hears of its faults and refusals, answers with the error to throw. */
export interface SlotOwner {
  readonly id: number;
  slotFaulted(slot: Slot, fault: Fault, caughtBy: string, cause: unknown): Error;
  slotRefused(slot: Slot): Error;
  /** Nobody can call the slot; it is being given back. */
  slotDisposed(slot: Slot): void;
}

/** One linked function, in the native table. */
export interface Slot {
  readonly index: number;
  readonly symbol: string;
  readonly owner: SlotOwner;
  /** The guarded address: give this to the FFI in place of the function's. */
  readonly address: bigint;
  readonly delivery: Delivery;
  readonly onError: LinkOptions["onError"];
  /** The error of the last call, where `delivery` is "stash". */
  pending: Error | undefined;
}

export interface SlotOptions {
  readonly symbol: string;
  readonly address: bigint;
  readonly shape: Shape;
  readonly natives: readonly NativeHalf[];
  /** `napi_env` of the FFI: what JavaScript threw there becomes the cause of a fault. */
  readonly environment: LinkOptions["environment"];
  readonly delivery: Delivery;
  readonly onError?: LinkOptions["onError"];
}

/** native/record.h */
const deliveries = { throw: 0, stash: 1, post: 2, ask: 3 } as const;
const FIRST_ARGUMENT = 1n;
const refusal = { quarantined: 1, disposed: 2, tooDeep: 3, noStack: 4 } as const;

const slots: (Slot | undefined)[] = [];

/** Not 0 while there is something to take of a slot that is asked: looking costs no native call. */
const unheard = new Uint32Array(4096);

/** The gate of this thread, with its errors made here. */
export function gate(): NativeGate {
  return nativeGate(raise, unheard);
}

/** Takes a slot for a function. @throws ERR_GATE_FULL, ERR_LAYER_UNAVAILABLE */
export function createSlot(owner: SlotOwner, options: SlotOptions): Slot {
  const index = gate().createSlot(slotRequest(owner, options));
  if (index < 0) {
    throw fail(
      "ERR_GATE_FULL",
      `Cannot link ${options.symbol}: all 4096 slots of the gate are taken. ` +
        "Dispose libraries that are no longer used.",
    );
  }
  const slot: Slot = {
    index,
    symbol: options.symbol,
    owner,
    address: gate().thunk(index),
    delivery: options.delivery,
    onError: options.onError,
    pending: undefined,
  };
  slots[index] = slot;
  return slot;
}

// One for all: V8 empties one registry a turn of the event loop.
const collected = new FinalizationRegistry<Slot>(disposeSlot);

/** Gives the slot back when nobody can call the FFI's function for it any more. */
export function disposeWhenCollected(slot: Slot, call: object): void {
  collected.register(call, slot, slot);
}

/** Gives the slot back: nobody calls it any more. */
export function disposeSlot(slot: Slot): void {
  collected.unregister(slot);
  slots[slot.index] = undefined;
  slot.owner.slotDisposed(slot);
  gate().disposeSlot(slot.index);
}

/** The error of the last call, where errors are not thrown natively; each is given out once. */
export function takeError(slot: Slot): Error | undefined {
  if (slot.delivery === "ask" && unheard[slot.index] === 0) return undefined;
  if (slot.delivery === "post" || slot.delivery === "ask") return gate().takePosted(slot.index);
  const error = slot.pending;
  slot.pending = undefined;
  return error;
}

/** The slot's address as a name. */
export function exportOf(slot: Slot): Exported {
  return { library: gate().thunkLibrary(), symbol: `cd_thunk_${slot.index}` };
}

/** Asks for the end of the call that is running, on whichever thread. @returns whether a layer can do it */
export function abortCall(slot: Slot): boolean {
  return gate().abort(slot.index);
}

/** From now on a call throws what `owner.refused` makes. */
export function refuseSlot(slot: Slot, why: "quarantined" | "disposed"): void {
  gate().refuse(slot.index, refusal[why]);
}

/** Lets calls through again, to `address`. */
export function admitSlot(slot: Slot, address: bigint): void {
  gate().admit(slot.index, address);
}

/** Adds the layers' native halves to the gate; returns their bits. */
function layerBits(natives: readonly NativeHalf[]): number {
  let bits = 0;
  for (const { handle } of natives) {
    const bit = gate().addLayer(handle);
    if (typeof bit === "string") {
      throw fail("ERR_LAYER_UNAVAILABLE", `A native layer cannot take part in calls: ${bit}.`);
    }
    bits |= bit;
  }
  return bits;
}

function slotRequest(owner: SlotOwner, options: SlotOptions): SlotRequest {
  const { address, shape, natives, environment, delivery } = options;
  const deadline = natives.find((native) => native.deadline)?.deadline;
  return {
    address,
    stackBytes: shape.stackBytes,
    resultBytes: shape.resultBytes,
    textWidth: shape.textWidth ?? 0,
    layers: layerBits(natives),
    timeout: deadline?.timeout ?? 0,
    grace: deadline?.grace ?? 0,
    delivery: deliveries[delivery],
    owner: owner.id,
    environment: environment === "first-argument" ? FIRST_ARGUMENT : (environment ?? 0n),
    registers: natives.some(({ wantsRegisters }) => wantsRegisters),
  };
}

/** Called by the gate when a call of `index` was abandoned (`raw`) or refused. */
function raise(index: number, raw: RawFault | null, why: number, cause: unknown): Error {
  const slot = slots[index];
  if (slot === undefined) return staleError();
  const error =
    raw === null
      ? refusalError(slot, why)
      : slot.owner.slotFaulted(slot, nativeFault(raw), raw.caughtBy, cause);
  Error.captureStackTrace(error, raise); // begins at the caller's line, not in here
  if (slot.onError) slot.onError(error);
  else if (slot.delivery === "stash") slot.pending = error;
  return error;
}

function staleError(): Error {
  return fail(
    "ERR_TARGET_DISPOSED",
    "Cannot call: the function behind this address was collected. Keep a reference to what `func` returned.",
  );
}

function refusalError(slot: Slot, why: number): Error {
  if (why === refusal.tooDeep) {
    return fail(
      "ERR_NESTING_TOO_DEEP",
      `Cannot call ${slot.symbol}: 512 guarded calls are nested already on this thread. ` +
        "Let callbacks return before they call again.",
    );
  }
  if (why === refusal.noStack) {
    return fail(
      "ERR_STACK_UNAVAILABLE",
      `Cannot call ${slot.symbol}: no memory could be mapped for its stack. ` +
        "Raise the limit on mappings (vm.max_map_count) or on address space, or nest fewer calls.",
    );
  }
  return slot.owner.slotRefused(slot);
}
