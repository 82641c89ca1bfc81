import {
  checkKeys,
  fail,
  type Gate,
  type IsolationLayer,
  type Linking,
  type NativeHalf,
  type Support,
} from "@cofferdam/core";
import { guardsBuffers } from "./guarded-buffer.js";
import { lenderHere, type Terms } from "./lender.js";
import { lendingGate } from "./lending-gate.js";
import { nativeMemoryIfAny } from "./native.js";
import { checkedAlign } from "./options.js";

export interface MemoryOptions {
  /** Copies begin at a multiple of so many bytes, a power of two. Default: 1. */
  readonly align?: number;
}

/**
 * A layer that lends each Buffer, typed array, DataView or ArrayBuffer argument to the guest as a copy between
 * guard regions, read-only where the parameter points to `const`. A touch outside becomes a `buffer-overrun`
 * fault when `signals` is there to catch it; without, the process dies of it.
 *
 * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE
 */
export function memory(options: MemoryOptions = {}): IsolationLayer {
  checkKeys(options, ["align"], "memory");
  const align = checkedAlign(options.align);
  return {
    name: "memory",
    inside: ["signals"],
    recipe: {
      module: import.meta.url,
      export: "memory",
      args: [{ ...options }],
    },
    probe,
    native: nativeHalf,
    link: (next, linking) => lending(next, linking, align),
    status() {
      const lender = lenderHere();
      return { strength: lender.strength, align, ...lender.figures() };
    },
  };
}

function probe(): Support {
  const copies = lenderHere().strength;
  return {
    supported: true,
    details: { strength: copies, guardedBuffer: guardsBuffers() ? "guarded" : "copy" },
  };
}

function nativeHalf(): NativeHalf | undefined {
  const native = nativeMemoryIfAny();
  return native && { handle: native.layer() };
}

function lending(next: Gate, linking: Linking, align: number): Gate {
  const terms = termsOf(linking, align);
  return terms.length === 0 ? next : lendingGate(next, linking, terms, lenderHere());
}

function termsOf({ symbol, parameters }: Linking, align: number): readonly Terms[] {
  if (parameters === undefined) {
    throw fail(
      "ERR_LAYER_UNAVAILABLE",
      `Cannot lend buffers to ${symbol}: which of its parameters are pointers is not known. ` +
        "Leave the layer memory out, or open the function as part of a library.",
    );
  }
  return parameters.flatMap(({ pointer, readOnly }, argument) =>
    pointer ? [{ argument, readOnly, align }] : [],
  );
}
