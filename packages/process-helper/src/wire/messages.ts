/**
 * What the host and the helper say to each other. Requests have an id; the answer has the same. Ids of the host's
 * requests and of the helper's callbacks are apart. Libraries and functions have numbers that the host chooses.
 *
 *   hello            -> welcome                     load, reopen          -> loaded
 *   func             -> linked                      call                  -> returned | threw | faulted
 *   alloc            -> allocated                   callback (to the host) -> callback-returned | callback-threw
 *   declare, symbol, variable-get, variable-set, errno, free, dispose, status -> answered
 *   log, goodbye     no answer
 *
 * Any request may be answered with `threw` or `faulted`.
 */
import type { Fault } from "@cofferdam/core";
import type { BytesBack } from "./bytes-back.js";
import type { Output } from "./outputs.js";
import type { TypeDeclaration } from "./type-declaration.js";
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

/** The body of each kind of message. */
export interface Bodies {
  hello: Introduction;
  welcome: Introduction;
  declare: { readonly types: readonly TypeDeclaration[] };
  load: OfLibrary & { readonly path: string; readonly options: unknown };
  /** Answers `reopen` too. */
  loaded: { readonly info: unknown };
  /** The declaration as koffi's `func` takes it, with names for types. */
  func: OfLibrary & { readonly function: number; readonly declaration: readonly unknown[] };
  linked: { readonly info: unknown };
  call: { readonly function: number; readonly args: ValueList };
  returned: Returned;
  threw: { readonly error: unknown };
  faulted: { readonly fault: Fault };
  callback: { readonly callback: number; readonly args: ValueList };
  "callback-returned": { readonly result: unknown };
  "callback-threw": { readonly error: unknown };
  symbol: OfLibrary & { readonly name: string };
  "variable-get": OfLibrary & { readonly name: string; readonly type: string };
  "variable-set": OfLibrary & {
    readonly name: string;
    readonly type: string;
    readonly value: unknown;
  };
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
