/**
 * How something is made anew in another process: the export of the module, called with the arguments. Layers and
 * targets that have one can be listed behind a layer that moves them there.
 */
export interface Recipe {
  /** URL of the module. */
  readonly module: string;
  readonly export: string;
  /** Plain data: no functions, nothing of a class. */
  readonly args: readonly unknown[];
}
