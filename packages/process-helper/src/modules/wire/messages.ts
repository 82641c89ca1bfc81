/**
 * What the host and the helper of a module say to each other, over a stream: wire/frame.ts. Requests have an id, and their
 * answer has the same; those of the host and the helper's callbacks are apart.
 *
 *   open -> opened       call, construct, get, set -> returned | threw | faulted
 *   callback (to the host) -> callback-returned | callback-threw
 *   release (to the helper) -> gone, if nothing of the object is left; forget (to the host): no answer
 *
 * Objects of the helper have odd numbers that it chooses, or even ones, of instances that the host had made. Functions of
 * the host have numbers of the host's. Each side counts how often it sent one, so that what crosses on its way is not lost
 * when the other side lets go of what it had.
 */
import type { Fault } from "@cofferdam/core";

/** Values, and what there is to know of them first. */
export interface Crossing {
  /** `Made` of each object that is new to the host. */
  readonly made: readonly unknown[];
  readonly extras: readonly unknown[];
  /** `Description` of each that was made. */
  readonly descriptions: readonly unknown[];
  readonly values: readonly unknown[];
}

interface OfMember {
  readonly handle: number;
  readonly name: string;
}

/** An error, and the number that the host gave it if one of its callbacks threw it; else 0. */
interface Thrown {
  readonly error: unknown;
  readonly thrown: number;
}

export interface Bodies {
  /** Recipes of the target and of the layers around it; what to seal itself with afterwards, or null. */
  open: { readonly target: unknown; readonly layers: unknown; readonly seal: unknown };
  /** With a name, a method; without, the object itself. */
  call: OfMember & { readonly args: Crossing };
  /** `as`: the number that the instance gets. */
  construct: { readonly handle: number; readonly as: number; readonly args: Crossing };
  get: OfMember;
  set: OfMember & { readonly args: Crossing };
  release: { readonly handle: number; readonly times: number };
  "callback-returned": { readonly result: Crossing };
  "callback-threw": Thrown;
  opened: { readonly sealError: number; readonly result: Crossing };
  returned: { readonly result: Crossing };
  threw: Thrown;
  faulted: Thrown & { readonly fault: Fault; readonly symbol: string; readonly layer: string };
  callback: { readonly callback: number; readonly args: Crossing };
  forget: { readonly callback: number; readonly times: number };
  gone: { readonly handle: number };
}

export type MessageKind = keyof Bodies;
export type MessageOf<K extends MessageKind> = K extends MessageKind
  ? { readonly kind: K; readonly id: number } & Bodies[K]
  : never;
export type Message = MessageOf<MessageKind>;

/** A message before it has its id. */
export type Body = { [K in MessageKind]: { readonly kind: K } & Bodies[K] }[MessageKind];
