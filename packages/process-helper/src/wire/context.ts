/** What a codec has to know of its side: functions and memory that have no bytes. */

export interface Context {
  /** The shared memory, where there is some: views of it cross as references, without their bytes. */
  readonly arena?: ArrayBufferLike;
  /** Encoding: the number that the other side shall call a function by. Without it no function can cross. */
  readonly callbackId?: (callback: (...args: never[]) => unknown) => number;
  /** Decoding: what such a number is here. Without it none can come. */
  readonly callback?: (id: number) => unknown;
  /** Encoding: the number of the registered function that a pointer stands for; undefined: it is a plain one. */
  readonly registeredId?: (pointer: bigint) => number | undefined;
  /** Decoding: the pointer to a registered function. Without it none can come. */
  readonly registered?: (id: number) => bigint;
  /** Encoding: errors cross with their stacks. Default: they do not. */
  readonly stacks?: boolean;
  /** Decoding: bytes may be views of the message itself, which nobody writes to again. Default: they are copies. */
  readonly borrows?: boolean;
  /** Encoding: what errors call a value of the list. Default: argument. */
  readonly what?: string;
}

export const NO_CONTEXT: Context = Object.freeze({});
