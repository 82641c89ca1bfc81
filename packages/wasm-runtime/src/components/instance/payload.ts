import { fail } from "@cofferdam/core";
import { Violation } from "../../faults/guest-fault.js";
import { TOUCH_BYTES, TOUCHES_PER_CHECK } from "../limits.js";

/**
 * Counts what the glue makes of the guest's memory, and what it puts there. A guest can name the same bytes a million times in
 * one list, and have the host copy all of them: no instruction of its own does that, so no fuel is taken for it.
 */
export class Payload {
  readonly #limit: number;
  readonly #checkTime: () => void;
  #bytes = 0;
  #touches = 0;
  /** It is the host's that crosses: arguments, or what a function of the host returned. */
  isHosts = true;

  /** @param limit bytes @param checkTime throws when the call's time is up */
  constructor(limit: number, checkTime: () => void) {
    this.#limit = limit;
    this.#checkTime = checkTime;
  }

  /** Something else crosses. */
  begin(isHosts: boolean): void {
    this.isHosts = isHosts;
    this.#bytes = 0;
  }

  /** A value is read or written. */
  touch(): void {
    this.take(TOUCH_BYTES);
    if (++this.#touches % TOUCHES_PER_CHECK === 0) this.#checkTime();
  }

  /** @throws Violation; ERR_WASM_PAYLOAD */
  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#limit) return;
    if (!this.isHosts) throw new Violation("return", "payload", `payloadLimit = ${this.#limit}`);
    throw fail(
      "ERR_WASM_PAYLOAD",
      `Expected arguments of at most ${this.#limit} bytes, got more. Raise \`limits.payloadLimit\`.`,
    );
  }
}
