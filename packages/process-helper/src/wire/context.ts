/** What a codec has to know of its side: functions and memory that have no bytes. */

export interface Context {
  /** The shared memory, where there is some: views of it cross as references, without their bytes. */
  readonly arena?: ArrayBufferLike;
  /** Encoding: the number that the other side shall call a function by. Without it no function can cross. */
  readonly callbackId?: (callback: (...args: never[]) => unknown) => number;
  /** Decoding: what such a number is here. Without it none can come. */
  readonly callback?: (id: number) => unknown;
  /** Encoding: errors cross with their stacks. Default: they do not. */
  readonly stacks?: boolean;
  /** Encoding: what errors call a value of the list. Default: argument. */
  readonly what?: string;
}

export const NO_CONTEXT: Context = Object.freeze({});
