/** Where a library is really loaded from. */
export interface LoadedFrom {
  /** As dlopen(3) takes it. */
  readonly path: string;
  /** Paths of what is loaded before it, in this order, and stays as long as it does. */
  readonly needed: readonly string[];
}
