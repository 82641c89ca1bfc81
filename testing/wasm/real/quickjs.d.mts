/** Path of the module, in the package quickjs-wasi. */
export declare const quickJsPath: string;

/**
 * What it imports as "env". Beside them it wants, of "wasi_snapshot_preview1": clock_time_get, fd_close, fd_fdstat_get,
 * fd_seek, fd_write and random_get.
 * @param hostCall (nameAt, nameLength, thisAt, argc, argvAt) -> a value of the guest's, or 0: an exception is pending
 */
export declare function quickJsHost(
  hostCall?: (...args: number[]) => number,
): Record<string, (...args: number[]) => number | undefined>;

export interface QuickJsOptions {
  /** Default: 64,000, of which its recursions end with an error inside. With more, V8's stack ends first. */
  readonly maxStackBytes?: number;
  /** Its own limit, inside of the memory's. Default: none. */
  readonly maxHeapBytes?: number;
}

export interface QuickJs {
  /**
   * Evaluates a script and runs the jobs it left; returns what String() makes of its value. Throws an Error with the text
   * of what the script threw.
   */
  readonly evaluate: (code: string) => string;
}

/** On the exports of a fresh instance, which may be wrapped: they only have to be callable, and to have `memory`. */
export declare function startQuickJs(
  // biome-ignore lint/suspicious/noExplicitAny: whatever gives exports
  exports: Record<string, any>,
  options?: QuickJsOptions,
): QuickJs;
