/** Values on their way to the helper, and what comes from there. */
import { isPromise } from "node:util/types";
import { fail } from "@cofferdam/core";
import type { Context } from "../../wire/context.js";
import { valueError, WireError } from "../../wire/error.js";
import { type CrossingContext, decodeMessage } from "../wire/codec.js";
import type { Made } from "../wire/description.js";
import type { Crossing, Message } from "../wire/messages.js";
import { Packer } from "../wire/packer.js";
import { reference, whose } from "../wire/references.js";
import { UnknownReference, Unpacker } from "../wire/unpacker.js";
import { handleOf, type Owner } from "./handle.js";
import type { Handles } from "./handles.js";
import type { LentFunctions } from "./lent-functions.js";

export class HostCrossings {
  readonly #owner: Owner;
  readonly #handles: Handles;
  readonly #lent: LentFunctions;

  constructor(owner: Owner, handles: Handles, lent: LentFunctions) {
    this.#owner = owner;
    this.#handles = handles;
    this.#lent = lent;
  }

  /**
   * Makes a frame of values.
   *
   * @throws ERR_WIRE_VALUE, ERR_WIRE_LIMIT, ERR_HANDLE_DISPOSED, ERR_HANDLE_LOST, and then nothing was lent
   */
  pack(
    values: readonly unknown[],
    frame: (crossing: Crossing, context: Context) => Buffer,
  ): Buffer {
    const lent: number[] = [];
    const packer = new Packer((value) => this.#refer(value, lent));
    try {
      const packed = values.map(packer.pack);
      const { extras, callbackId } = packer;
      return frame({ made: [], extras, descriptions: [], values: packed }, { callbackId });
    } catch (error) {
      for (const number of lent) this.#lent.giveBack(number, 1);
      throw error;
    }
  }

  /** @throws WireError */
  decode(bytes: Buffer): Message {
    let made: readonly Made[] = [];
    const unpacker = new Unpacker({
      theirs: (number) => this.#handles.theirs(number),
      ours: (number) => this.#lent.get(number) ?? unknown(),
    });
    const context: CrossingContext = {
      ...unpacker.context,
      made: (list) => {
        if (!this.#handles.makeAll(list)) return false;
        made = list;
        return true;
      },
      extra: (extra) => unpacker.addExtra(extra),
    };
    const message = decodeMessage(bytes, "helper", context);
    const crossing = crossingOf(message);
    if (crossing && !this.#handles.describeAll(made, crossing.descriptions)) {
      throw new WireError("ERR_WIRE_VALUE", "a description of nothing that can be", 0);
    }
    return message;
  }

  #refer(value: object, lent: number[]): number | undefined {
    const handle = handleOf(value);
    if (handle) {
      if (handle.owner !== this.#owner) throw otherModule();
      this.#owner.assertUsable(handle);
      return reference(whose.receivers, handle.number);
    }
    if (typeof value === "function") {
      const number = this.#lent.lend(value as (...args: unknown[]) => unknown);
      lent.push(number);
      return reference(whose.senders, number);
    }
    if (isPromise(value)) {
      throw valueError("Expected a value that can cross, got a promise. Await it first.");
    }
    if (isContent(value)) return undefined;
    const name = value.constructor?.name ?? "unknown";
    throw valueError(`Expected plain data, functions or handles, got an object of class ${name}.`);
  }
}

function crossingOf(message: Message): Crossing | undefined {
  if ("result" in message) return message.result;
  return "args" in message ? message.args : undefined;
}

function isContent(value: object): boolean {
  if (Array.isArray(value)) return true;
  if (value instanceof Date || value instanceof Map || value instanceof Set) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function otherModule(): Error {
  return fail(
    "ERR_WIRE_VALUE",
    "Expected a handle of the same module, got one of another, which is in another process.",
  );
}

function unknown(): never {
  throw new UnknownReference();
}
