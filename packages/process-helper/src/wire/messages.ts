/**
 * What the host and the helper say to each other. Requests have an id; the answer has the same. Ids of the host's
 * requests and of the helper's callbacks are apart. Libraries, functions and callbacks have numbers that the host
 * chooses.
 *
 *   hello            -> welcome                     open, load, reopen    -> opened
 *   func             -> linked                      call                  -> returned | threw | faulted
 *   alloc            -> allocated                   callback (to the host) -> callback-returned | callback-threw
 *   seal, symbol, decode, encode, errno, register, unregister, free, dispose, status -> answered
 *   log, goodbye     no answer
 *
 * Any request may be answered with `threw` or `faulted`.
 */
import type { Fault } from "@cofferdam/core";
import type { NamedTypes, TypeSpec } from "../types/type-spec.js";
import type { BytesBack } from "./bytes-back.js";
import type { Output } from "./outputs.js";
import type { ValueList } from "./value-list.js";

/** Of the messages and of all that is in them: the two sides are of one release, or do not talk. */
export const WIRE_VERSION = 1;

export type Side = "host" | "helper";

/** Of a library the number that the host gave it. */
interface OfLibrary {
  readonly library: number;
}

interface Introduction {
  readonly version: number;
  readonly node: string;
  readonly koffi: string;
  readonly capabilities: readonly string[];
}

/** What was said of a type, and the types that it is made of. */
interface OfType {
  readonly type: TypeSpec;
  readonly types: NamedTypes;
}

interface AtPointer extends OfType {
  readonly pointer: bigint;
  /** Elements; undefined: one value, or text up to its end. */
  readonly length: number | undefined;
}

/** The body of each kind of message. */
export interface Bodies {
  hello: Introduction;
  welcome: Introduction;
  /**
   * Recipes (core): of the target, and of the layers around it, outermost first; paths by which it is loaded here: of
   * libraries that it needs, in order, and then its own.
   */
  open: OfLibrary & {
    readonly paths: unknown;
    readonly target: unknown;
    readonly layers: unknown;
  };
  /** A C library without layers. */
  load: OfLibrary & { readonly path: string; readonly options: unknown };
  opened: { readonly info: unknown };
  /** From here on the process has only the system calls that are left to it: native/confinement/seal.h. */
  seal: { readonly when: number; readonly traps: unknown };
  /** A `DeclarationSpec`. */
  func: OfLibrary & { readonly function: number; readonly declaration: unknown };
  linked: { readonly info: unknown };
  call: { readonly function: number; readonly args: ValueList };
  returned: Returned;
  threw: Thrown;
  faulted: {
    readonly fault: Fault;
    readonly symbol: string;
    /** The layer in the helper that caught it. */
    readonly layer: string;
    readonly cause: unknown;
    /** As `Thrown` has it, of the cause. */
    readonly thrown: number;
  };
  callback: { readonly callback: number; readonly args: ValueList };
  "callback-returned": { readonly result: unknown };
  "callback-threw": Thrown;
  register: OfLibrary & OfType & { readonly callback: number };
  unregister: OfLibrary & { readonly callback: number };
  symbol: OfLibrary & { readonly name: string };
  decode: OfLibrary & AtPointer;
  encode: OfLibrary & AtPointer & { readonly value: unknown };
  errno: OfLibrary;
  alloc: { readonly bytes: number };
  /** A place in the arena. */
  allocated: { readonly offset: number; readonly bytes: number };
  free: { readonly offset: number };
  reopen: OfLibrary;
  dispose: OfLibrary;
  status: object;
  answered: { readonly value: unknown };
  log: { readonly level: string; readonly text: string };
  goodbye: object;
}

/** An error on its way. */
export interface Thrown {
  readonly error: unknown;
  /** Number of what a callback of the host threw: it is the same error that comes back. 0: it is another. */
  readonly thrown: number;
}

/** How a call came back. */
export interface Returned {
  readonly result: unknown;
  /** Arguments that koffi filled in. */
  readonly outputs: readonly Output[];
  /** What changed in the memory of the others. */
  readonly bytes: readonly BytesBack[];
}

export type MessageKind = keyof Bodies;
export type MessageOf<K extends MessageKind> = K extends MessageKind
  ? { readonly kind: K; readonly id: number } & Bodies[K]
  : never;
export type Message = MessageOf<MessageKind>;
