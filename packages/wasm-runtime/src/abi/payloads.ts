import { fail, type Gate, show } from "@cofferdam/core";
import { ErrorReply, Violation } from "../faults/guest-fault.js";
import type { MemoryView } from "./memory-view.js";

/** What a guest of the ABI exports: guest-abi.ts. */
export interface AbiExports {
  readonly alloc: Gate;
  readonly dispatch: Gate;
  readonly take_outcome?: Gate;
  readonly yield?: Gate;
}

const REPLY = 0;
const ERROR = 1;
/** Bytes of an error's text that are kept. */
const MAX_TEXT = 8192;
const utf8 = new TextDecoder();

/** Bytes that cross by the guest ABI. Whatever pointers and lengths the guest tells: nothing is read or written outside of its memory. */
export class Payloads {
  /** Bytes that went in and came out since `reset`. */
  bytesIn = 0;
  bytesOut = 0;
  readonly #memory: MemoryView;
  readonly #limit: number;

  /** @param limit bytes of one payload */
  constructor(memory: MemoryView, limit: number) {
    this.#memory = memory;
    this.#limit = limit;
  }

  reset(): void {
    this.bytesIn = 0;
    this.bytesOut = 0;
  }

  /** @throws ERR_OPTION_TYPE, ERR_WASM_PAYLOAD */
  check(payload: unknown): asserts payload is Uint8Array {
    if (!(payload instanceof Uint8Array)) {
      throw fail(
        "ERR_OPTION_TYPE",
        `Expected bytes for \`invoke(payload)\`, got ${show(payload)}. Give a Uint8Array: Buffer.from(text) of a text.`,
      );
    }
    if (payload.length <= this.#limit) return;
    throw fail(
      "ERR_WASM_PAYLOAD",
      `Expected at most ${this.#limit} bytes for \`invoke(payload)\`, got ${payload.length}. Raise \`limits.payloadLimit\`.`,
    );
  }

  /** Writes a request where the guest wants it. @returns where that is */
  put({ alloc }: AbiExports, given: Uint8Array): number {
    const payload = this.#memory.holds(given) ? new Uint8Array(given) : given;
    const { length } = payload;
    const pointer = (alloc(length) as number) >>> 0;
    if (pointer === 0 && length > 0) {
      throw new Violation("alloc", `${length} bytes`, "0 is no address");
    }
    if (!this.#memory.write(pointer, payload)) throw this.#outside("alloc", pointer, length);
    this.bytesIn += length;
    return pointer;
  }

  /**
   * Takes the guest's reply.
   *
   * @param packed what `dispatch` or `yield` returned
   * @returns a copy
   * @throws what its call ends in: ErrorReply, Violation
   */
  take(exports: AbiExports, packed: bigint): Uint8Array {
    const pointer = Number(BigInt.asUintN(32, packed >> 32n));
    const length = Number(BigInt.asUintN(32, packed));
    if (length > this.#limit) {
      throw new Violation("reply", `${length} bytes`, `payloadLimit = ${this.#limit}`);
    }
    const reply = this.#memory.read(pointer, length);
    if (reply === undefined) throw this.#outside("reply", pointer, length);
    this.bytesOut += length;
    const outcome: unknown = exports.take_outcome?.() ?? REPLY;
    if (outcome === REPLY) return reply;
    if (outcome === ERROR) throw new ErrorReply("Error", utf8.decode(reply.subarray(0, MAX_TEXT)));
    throw new Violation("take_outcome", String(outcome), "0 is a reply, 1 an error");
  }

  #outside(action: string, pointer: number, length: number): Violation {
    const resource = `${length} bytes at 0x${pointer.toString(16)}`;
    return new Violation(action, resource, `memory has ${this.#memory.size} bytes`);
  }
}
