import type { Place } from "./place.js";

/** Why bytes are no TOML. */
export interface SyntaxProblem {
  readonly message: string;
  /** The end of "expected …". */
  readonly expected: string;
  readonly place: Place;
}
