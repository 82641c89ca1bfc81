/**
 * What is wrong on a wire. `WireError`: the other side sent it. TypeError and RangeError: our own side was asked to
 * send it.
 */
import type { ProtocolFault } from "@cofferdam/core";

/** Every code, and when its error is thrown. */
export const wireErrorTable = {
  ERR_WIRE_TRUNCATED: "A message or a stream ends in the middle.",
  ERR_WIRE_TRAILING: "Bytes are left behind the end of a message.",
  ERR_WIRE_LIMIT: "Something is larger than both sides agreed on.",
  ERR_WIRE_VALUE: "Something is not what it should be.",
  ERR_WIRE_KIND: "A message's kind is unknown, or not for this side to get.",
  ERR_WIRE_VERSION: "The other side speaks another version, or something else altogether.",
} as const satisfies Record<string, string>;

export type WireErrorCode = keyof typeof wireErrorTable;

/** The other side broke the protocol. */
export class WireError extends Error {
  readonly code: WireErrorCode;
  readonly reason: string;
  /** Byte in the message, or in the stream for what is wrong with a frame. */
  readonly offset: number;

  constructor(code: WireErrorCode, reason: string, offset: number) {
    super(`Expected a message of the protocol: ${reason} at byte ${offset}.`);
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }

  override get name(): string {
    return "WireError";
  }
}

/** The helper's breach as a fault of the guest: it may have overwritten anything in there. */
export function protocolFault({ reason, offset }: WireError): ProtocolFault {
  return { kind: "protocol", reason, offset };
}

/** Our side was given what cannot cross. */
export function valueError(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: "ERR_WIRE_VALUE" as const });
}

/** Our side was given too much. */
export function limitError(message: string): RangeError {
  return Object.assign(new RangeError(message), { code: "ERR_WIRE_LIMIT" as const });
}
