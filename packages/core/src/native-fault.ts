import type { Fault, Thrown } from "./fault.js";
import { framesInFiles } from "./frame-modules.js";
import type { RawFault } from "./native.js";
import { codeName, registersByName, signalName } from "./trap-names.js";

/** enum cd_fault_kind of layer_abi.h */
const STACK_OVERFLOW = 2;
const PANIC = 3;
const TIMEOUT = 4;
const BUFFER_OVERRUN = 5;

/** enum cd_language */
const languages = ["unknown", "C++", "Rust", "unknown"] as const;

/** enum cd_abandoned */
const abandonments = ["forced", "at-return", "in-target", "forced"] as const;

/** enum cd_access */
const accesses = ["overrun", "overrun", "underrun", "read-only"] as const;

/** The public record of a fault that the gate reported. Frozen. */
export function nativeFault(raw: RawFault): Fault {
  return Object.freeze(faultOf(raw));
}

function faultOf(raw: RawFault): Fault {
  switch (raw.kind) {
    case PANIC:
      return panicFault(raw);
    case TIMEOUT:
      return timeoutFault(raw);
    case BUFFER_OVERRUN:
      return bufferOverrunFault(raw);
    default:
      return trapFault(raw);
  }
}

function panicFault(raw: RawFault): Fault {
  const frames = framesInFiles(raw.frames);
  const thrown = thrownIn(raw);
  return { kind: "panic", ...thrown, frames, term: ["native_panic", thrown.reason, frames] };
}

function timeoutFault(raw: RawFault): Fault {
  const { limit, elapsed, abandoned, aborted, pc, frames } = raw;
  return {
    kind: "timeout",
    limit: limit === NO_LIMIT ? null : limit,
    elapsed,
    abandoned: abandonments[abandoned] ?? "forced",
    ...(aborted && { aborted }),
    pc,
    frames: framesInFiles(frames),
  };
}

/** Only `AbortSignal`s end such calls. */
const NO_LIMIT = 2 ** 32 - 1;

function bufferOverrunFault({ argument, offset, access, pc, frames }: RawFault): Fault {
  const what = accesses[access] ?? "overrun";
  return {
    kind: "buffer-overrun",
    argument,
    offset,
    access: what,
    pc,
    frames: framesInFiles(frames),
  };
}

function trapFault(raw: RawFault): Fault {
  const place = {
    pc: raw.pc,
    address: hasAddress(raw) ? raw.address : null,
    frames: framesInFiles(raw.frames),
    ...(raw.registers && { registers: registersByName(raw.registers) }),
    term: ["native_signal", raw.signal] as const,
  };
  if (raw.kind === STACK_OVERFLOW) {
    return { kind: "stack-overflow", limit: raw.limit, ...place };
  }
  return {
    kind: "signal",
    signal: raw.signal,
    name: signalName(raw.signal),
    code: raw.code,
    codeName: codeName(raw.signal, raw.code),
    ...(raw.language !== 0 && { exception: thrownIn(raw) }),
    ...place,
  };
}

function thrownIn({ language, type = "", reason = "" }: RawFault): Thrown {
  return { language: languages[language] ?? "unknown", type, reason };
}

/** Not raise() and abort(), nor what the CPU reports without one (a non-canonical pointer, int3). */
function hasAddress({ signal, code }: RawFault): boolean {
  return code > 0 && code !== SI_KERNEL && signal !== SIGTRAP;
}

const SIGTRAP = 5;
const SI_KERNEL = 128;
