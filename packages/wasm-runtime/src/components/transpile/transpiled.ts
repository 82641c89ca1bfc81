/** What jco makes of a component. */
export interface Transpiled {
  /** The JavaScript around the core modules, an ES module that exports `instantiate`. */
  readonly glue: string;
  /** The core modules, by the names that the glue asks for them. */
  readonly cores: ReadonlyMap<string, Uint8Array>;
}
