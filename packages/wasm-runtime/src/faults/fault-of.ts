import type { Fault, Frame } from "@cofferdam/core";
import { FRAME_UNIT_BYTES, LimitReached } from "../metering/index.js";
import type { Program } from "../program/program.js";
import { framesOf, type ProgramOf } from "./frames.js";
import { GuestFault } from "./guest-fault.js";
import { trapReason } from "./trap-reasons.js";

const PAGE_BYTES = 2 ** 16;
/** Of a table's elements. */
const ELEMENT_BYTES = 8;

/** What a call knows of itself when it was ended. */
export interface Ended {
  /** Whose frames there may be. */
  readonly program: Program | ProgramOf;
  /** Bytes of native stack that it had. */
  readonly stackBytes: number;
  /** Its frames used up what they had. */
  readonly overflowed: boolean;
}

/** What the guest did, by what its call ended in; undefined: it was not the guest. */
export function faultOf(error: unknown, ended: Ended): Fault | undefined {
  if (error instanceof LimitReached) return limitFault(error, ended);
  if (error instanceof GuestFault) return error.fault;
  if (error instanceof WebAssembly.RuntimeError) {
    const frames = framesOf(error, ended.program);
    if (ended.overflowed) return overflow(frames, ended);
    return { kind: "trap", reason: trapReason(error), frames };
  }
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return overflow(framesOf(error, ended.program), ended);
  }
  if (error instanceof WebAssembly.Exception) {
    return { kind: "trap", reason: "uncaught exception", frames: [] };
  }
  return undefined;
}

function overflow(frames: readonly Frame[], { stackBytes }: Ended): Fault {
  const pc = frames[0]?.pc ?? "0x0";
  return { kind: "stack-overflow", limit: stackBytes, pc, address: null, frames };
}

function limitFault(reached: LimitReached, ended: Ended): Fault {
  const { program } = ended;
  const { kind, limit, amount } = reached;
  if (kind === "timeout") {
    const frames = framesOf(reached, program);
    const pc = frames[0]?.pc;
    return { kind, limit, elapsed: Math.round(amount), frames, ...(pc !== undefined && { pc }) };
  }
  if (kind === "stack") return overflow(framesOf(reached, program), ended);
  if (kind === "pages") return memoryFault(limit, amount, PAGE_BYTES);
  if (kind === "elements") return memoryFault(limit, amount, ELEMENT_BYTES);
  return { kind: "fuel", limit };
}

function memoryFault(limit: number, amount: number, bytes: number): Fault {
  return { kind: "memory-limit", limit: limit * bytes, amount: amount * bytes };
}

/** Of so many frame units. */
export function stackBytesOf(units: number): number {
  return units * FRAME_UNIT_BYTES;
}
