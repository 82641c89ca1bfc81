/** Callbacks of a helper, done one within the other. */
import type { HostDesk } from "../host/ring-exchange.js";
import { messageBytes } from "../wire/message-bytes.js";
import type { Message, MessageOf } from "../wire/messages.js";

export class CallbackDesk {
  readonly #desk: HostDesk;
  #open = 0;
  #count = 0;

  constructor(desk: HostDesk) {
    this.#desk = desk;
  }

  /** Those that are open. */
  get open(): number {
    return this.#open;
  }

  /** All that there were. */
  get count(): number {
    return this.#count;
  }

  /** @returns the reply, lent as `messageBytes` does. A result that cannot cross is an error in the callback */
  answer({ id, callback, args }: MessageOf<"callback">): Uint8Array {
    this.#count++;
    this.#open++;
    try {
      const result = this.#desk.callBack(callback, args.values);
      return this.#bytesOf({ kind: "callback-returned", id, result });
    } catch (error) {
      const thrown = this.#desk.keepThrown(error);
      return this.#bytesOf({ kind: "callback-threw", id, error, thrown });
    } finally {
      this.#open--;
    }
  }

  #bytesOf(message: Message): Uint8Array {
    return messageBytes(message, this.#desk.context);
  }
}
