/** What users work with, in whichever process the library is. */
import type { Size, TargetStatus } from "@cofferdam/core";
import type { TypeObject } from "koffi";
import type { FuncArguments, FunctionInfo } from "./declaration.js";

/** A guarded C function: called exactly as koffi's. */
// biome-ignore lint/suspicious/noExplicitAny: the C prototype decides, which TypeScript cannot read
export type NativeFunction = ((...args: any[]) => any) & {
  readonly info: FunctionInfo;
  /**
   * The same call on another thread. Takes the function's arguments and, after them, optionally
   * `{ signal: AbortSignal }`. Needs `stack()` among the layers.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly async: (...args: any[]) => Promise<any>;
};

/** An exported variable. */
export interface Variable {
  readonly address: bigint;
  get(): unknown;
  set(value: unknown): void;
}

export interface LibraryStatus extends TargetStatus {
  readonly path: string;
  /** After `reopen()`: was the library really unloaded, so that its state is new? null: not reopened. */
  readonly fresh: boolean | null;
  /** It has a heap of its own. */
  readonly privateHeap: boolean;
  /** Usable bytes of the stack that in-place calls share. */
  readonly inPlaceStackBytes: number;
  /** Buffers of `alloc` that were not freed. */
  readonly liveAllocs: number;
}

/** An open C library. */
export interface Library {
  readonly path: string;
  /**
   * Links a function.
   *
   * @param declaration a C prototype, or name, result type and parameter types, as koffi's `func` takes them
   * @throws ERR_PROTOTYPE_INVALID, ERR_PROTOTYPE_UNSUPPORTED, ERR_SYMBOL_NOT_FOUND, ERR_TARGET_DISPOSED,
   *   ERR_ISOLATION_QUARANTINED, ERR_GATE_FULL
   */
  func(...declaration: FuncArguments): NativeFunction;
  /** The address of an exported symbol. @throws ERR_SYMBOL_NOT_FOUND, and while it cannot be called */
  symbol(name: string): bigint;
  /** `errno` as the last call left it: the C library's that this library is linked with. @throws while it cannot be called */
  errno(): number;
  /**
   * An exported variable.
   *
   * @throws ERR_SYMBOL_NOT_FOUND, ERR_PROTOTYPE_INVALID, and while the library cannot be called
   */
  variable(name: string, type: string | TypeObject): Variable;
  /**
   * Makes a function pointer of a JavaScript function that the library may keep and call later.
   *
   * @param type a pointer to a koffi prototype, for example "Compare *"
   * @returns what to pass to the library; valid until `unregister` or disposal
   * @throws ERR_PROTOTYPE_INVALID, ERR_GATE_FULL, ERR_TARGET_DISPOSED
   */
  register(callback: (...args: never[]) => unknown, type: string | TypeObject): bigint;
  /** @throws ERR_CALLBACK_UNKNOWN */
  unregister(pointer: bigint): void;
  /**
   * Zeroed memory for arguments, where the library is. It stays until `free` or disposal, also when only the library
   * still knows of it.
   *
   * @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE, and while the library cannot be called
   */
  alloc(bytes: Size): Buffer;
  /**
   * Gives memory back, which must not be used any more.
   *
   * @param memory what `alloc` returned, not a part of it
   * @throws ERR_MEMORY_FREED, ERR_MEMORY_FOREIGN
   */
  free(memory: Buffer): void;
  /**
   * Reads the library's memory, as koffi's `decode`. Where the library is in this process nothing guards it: a wild
   * pointer, or one that the type leads to, is the end of the process.
   *
   * @param length how many of the type; -1: up to a zero
   * @throws ERR_PROTOTYPE_INVALID, ERR_OPTION_TYPE, what koffi throws, and while the library cannot be called
   */
  decode(pointer: bigint, type: string | TypeObject, length?: number): unknown;
  /** Writes the library's memory, as koffi's `encode`: no more guarded than `decode`. @throws as `decode` */
  encode(pointer: bigint, type: string | TypeObject, value: unknown, length?: number): void;
  /**
   * After a fault: unloads the library and loads it again. Functions that were linked go on working.
   *
   * @throws ERR_DLOPEN_FAILED, ERR_NAMESPACES_EXHAUSTED, ERR_SYMBOL_NOT_FOUND, ERR_TARGET_BUSY, ERR_TARGET_DISPOSED
   */
  reopen(): void;
  status(): LibraryStatus;
  /** Unloads the library. Later calls throw ERR_TARGET_DISPOSED. @throws ERR_TARGET_BUSY */
  dispose(): void;
  [Symbol.dispose](): void;
}
