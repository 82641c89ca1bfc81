import type { Program } from "../program/program.js";
import type { Glue } from "./transpile/compile-glue.js";
import type { Need } from "./transpile/needs.js";

/** A component that was turned to metered core modules and JavaScript: what instances are made of. */
export interface ComponentProgram {
  /** What errors call it: its path, or "wasm component". */
  readonly name: string;
  /** Digest of the component, in hexadecimal. */
  readonly sha256: string;
  /** Its core modules, by the names that the glue asks for them. */
  readonly cores: ReadonlyMap<string, Program>;
  readonly glue: Glue;
  readonly needs: readonly Need[];
}
