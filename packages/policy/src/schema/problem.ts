import type { KeyPath } from "../toml/key-text.js";
import type { Span } from "./types/glob.js";

/** What is wrong with a value, wherever it came from. */
export interface Problem {
  readonly path: KeyPath;
  /** What the caret is under; of a key that is missing, the table that it is missing in. */
  readonly at: "key" | "value";
  /** Part of the value, where only that is wrong. */
  readonly span?: Span | undefined;
  readonly message: string;
  /** The end of "expected …". */
  readonly expected: string;
  /** The value, as people read it. */
  readonly got?: string;
  /** The known word that was probably meant. */
  readonly nearest?: string | undefined;
}
