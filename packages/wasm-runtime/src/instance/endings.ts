import type { Compartment } from "@cofferdam/core";
import { faultOf, stackBytesOf } from "../faults/fault-of.js";
import { ErrorReply, GuestFault } from "../faults/guest-fault.js";
import type { Limits } from "../limits.js";
import type { Allowance } from "../metering/index.js";
import type { Program } from "../program/program.js";
import { cannotWait, type HostCalls } from "./host-functions.js";
import { isSuspendError } from "./jspi.js";

/** Name of the layer that limits modules, as errors give it. */
export const LAYER = "wasm";

export interface EndingParts {
  readonly program: Program;
  readonly limits: Limits;
  readonly allowance: Allowance;
  readonly hostCalls: HostCalls;
  readonly compartment: Compartment;
}

/** What a call has ended in. */
interface Ended {
  readonly symbol: string;
  readonly error: unknown;
  /** Its frames used up what they had. */
  readonly overflowed?: boolean;
  /** There are others around it, which end in it, too. */
  readonly isInner: boolean;
}

/** What the calls of a guest end in: faults, each counted once, and what is not about the guest. */
export class Endings {
  readonly #parts: EndingParts;
  /** What an inner call ended in: the outer ones end in it. */
  fault: Error | undefined;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** The limit that was reached, whatever the guest has made of it since. */
  get reached(): Error | undefined {
    return this.#parts.allowance.reached ?? this.#parts.hostCalls.violation;
  }

  /** A function of the host threw it, and it is not what a guest did that came through one. */
  isHostsOwn(error: unknown): boolean {
    return error === this.#parts.hostCalls.thrown && !isGuestsOwn(error);
  }

  /** @returns what is thrown; and whether the guest was ended in the middle of what it did */
  verdict({ symbol, error, overflowed = false, isInner }: Ended): Verdict {
    if (error === this.fault) {
      this.fault = undefined;
      return { thrown: error, isBroken: false };
    }
    const { program, limits, compartment } = this.#parts;
    if (isSuspendError(error)) return { thrown: cannotWait(program.name), isBroken: false };
    const stackBytes = stackBytesOf(limits.stackDepth);
    const fault = faultOf(error, { program, stackBytes, overflowed });
    if (fault === undefined) return { thrown: error, isBroken: false };
    const thrown = compartment.faulted({ symbol, layer: LAYER }, fault, causeOf(error));
    if (error instanceof ErrorReply) return { thrown, isBroken: false };
    if (isInner) this.fault = thrown;
    return { thrown, isBroken: true };
  }
}

interface Verdict {
  readonly thrown: unknown;
  readonly isBroken: boolean;
}

function isGuestsOwn(error: unknown): boolean {
  return (
    error instanceof GuestFault ||
    error instanceof WebAssembly.RuntimeError ||
    error instanceof WebAssembly.Exception
  );
}

/** An error of V8's own tells more than the fault; ours do not. */
function causeOf(error: unknown): unknown {
  return error instanceof WebAssembly.RuntimeError ? error : undefined;
}
