/** A call as a message: where arguments have more to them than fits into slots. */
import { applyBytesBack } from "../wire/bytes-back.js";
import type { Message } from "../wire/messages.js";
import { assignOutputs } from "../wire/outputs.js";
import { ValueList } from "../wire/value-list.js";
import type { RemoteFunction } from "./remote-function.js";

export class CallMessage {
  readonly #fn: RemoteFunction;
  readonly #args: ValueList;

  constructor(fn: RemoteFunction, args: readonly unknown[]) {
    this.#fn = fn;
    this.#args = new ValueList(args);
  }

  get message(): Message {
    return { kind: "call", id: 0, function: this.#fn.number, args: this.#args };
  }

  /** Gives the caller's memory and objects what the library left there. @throws WireError with nothing changed */
  finish({ outputs, bytes }: Extract<Message, { kind: "returned" }>): void {
    const { values } = this.#args;
    assignOutputs(values, outputs, this.#fn.outputs);
    applyBytesBack(this.#args, bytes, this.#fn.readOnly);
  }
}
