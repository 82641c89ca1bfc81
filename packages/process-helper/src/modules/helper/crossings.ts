/** Values on their way to the host, with all that it has to know of them; and back. */
import { isGeneratorObject, isPromise } from "node:util/types";
import { valueError } from "../../wire/error.js";
import { MAX_MADE, MAX_NESTING } from "../limits.js";
import type { CrossingContext } from "../wire/codec.js";
import type { Description, Made } from "../wire/description.js";
import type { Crossing } from "../wire/messages.js";
import { Packer } from "../wire/packer.js";
import { reference, whose } from "../wire/references.js";
import { Unpacker } from "../wire/unpacker.js";
import { beingOf, describe, membersOf, nameOf } from "./describe.js";
import type { HostFunctions } from "./host-functions.js";
import type { Kept, KeptObjects } from "./kept-objects.js";

/** What to encode, and with what. */
export interface Packed {
  readonly crossing: Crossing;
  readonly context: { readonly callbackId: (stub: unknown) => number; readonly stacks: true };
  /** It was not sent: the host has got nothing of it. */
  readonly undo: () => void;
}

/** An object that is new to the host. */
interface New {
  readonly kept: Kept;
  readonly depth: number;
}

export class Crossings {
  readonly #kept: KeptObjects;
  readonly #functions: HostFunctions;

  constructor(kept: KeptObjects, functions: HostFunctions) {
    this.#kept = kept;
    this.#functions = functions;
  }

  /** @param eager the value is what a module exports: what is in it is told of at once */
  pack(values: readonly unknown[], eager = false): Packed {
    return new Packing(this.#kept, this.#functions, eager ? 0 : MAX_NESTING).pack(values);
  }

  /** A new instance, under the number that the host has given it. @returns it is the value */
  packInstance(instance: object, number: number): Packed {
    const packing = new Packing(this.#kept, this.#functions, MAX_NESTING);
    packing.keep(instance, number);
    return packing.pack([]);
  }

  unpacking(): CrossingContext {
    const unpacker = new Unpacker({
      theirs: (number) => this.#functions.get(number),
      ours: (number) => this.#kept.get(number).value,
    });
    return {
      ...unpacker.context,
      made: (list) => list.length === 0,
      extra: (extra) => unpacker.addExtra(extra),
    };
  }
}

/** One message. */
class Packing {
  readonly #kept: KeptObjects;
  readonly #functions: HostFunctions;
  readonly #made: New[] = [];
  /** Each time that an object crosses. */
  readonly #sent: Kept[] = [];
  readonly #packer = new Packer((value) => this.#refer(value));
  /** Of what is being described. */
  #depth: number;

  constructor(kept: KeptObjects, functions: HostFunctions, depth: number) {
    this.#kept = kept;
    this.#functions = functions;
    this.#depth = depth;
  }

  pack(values: readonly unknown[]): Packed {
    try {
      const packed = values.map(this.#packer.pack);
      const descriptions = this.#describeAll();
      const made = this.#made.map(({ kept }): Made => {
        return [kept.number, beingOf(kept.value), nameOf(kept.value)];
      });
      const { extras, callbackId } = this.#packer;
      const crossing = { made, extras, descriptions, values: packed };
      const undo = () => this.#undo();
      return { crossing, context: { callbackId, stacks: true }, undo };
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  keep(value: object, number?: number): Kept {
    const depth = this.#depth;
    const kept = this.#kept.keep(value, membersOf(value, beingOf(value), depth === 0), number);
    this.#made.push({ kept, depth });
    this.#sent.push(kept);
    return kept;
  }

  #undo(): void {
    for (const { number } of this.#sent.splice(0)) this.#kept.release(number, 1);
  }

  /** What is found on the way is described after it. */
  #describeAll(): readonly Description[] {
    const descriptions: Description[] = [];
    for (const { kept, depth } of this.#made) {
      this.#depth = depth + 1;
      descriptions.push(describe(kept.value, kept.members, depth, this.#packer.pack));
    }
    return descriptions;
  }

  #refer(value: object): number | undefined {
    const ofHost = this.#functions.referenceOf(value);
    if (ofHost !== undefined) return ofHost;
    refuse(value);
    const known = this.#kept.find(value);
    if (known) {
      known.times++;
      this.#sent.push(known);
      return reference(whose.senders, known.number);
    }
    if (isData(value)) return undefined;
    if (this.#made.length >= MAX_MADE) {
      throw valueError(`Expected at most ${MAX_MADE} objects with methods, got more.`);
    }
    return reference(whose.senders, this.keep(value).number);
  }
}

function refuse(value: object): void {
  if (isPromise(value)) {
    throw valueError("Expected a value that can cross, got a promise within one. Await it first.");
  }
  if (isGeneratorObject(value)) {
    throw valueError(
      "Expected a value that can cross, got a generator: its values are made one by one, here. Return an array of them.",
    );
  }
}

/** Does the host get a copy? Not of what has methods, nor of what a class knows more of. */
function isData(value: object): boolean {
  if (typeof value === "function") return false;
  if (Array.isArray(value) || isCopied(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain && !hasMethods(value);
}

function isCopied(value: object): boolean {
  return value instanceof Date || value instanceof Map || value instanceof Set;
}

/** An accessor may do anything, as a method does. */
function hasMethods(value: object): boolean {
  return Object.keys(value).some((name) => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    return typeof property?.value === "function" || property?.get !== undefined;
  });
}
