/** What a shell may offer for the value of an option, or for an argument. */
import type { Argument, Option } from "commander";

export interface Candidates {
  /** undefined: files. A function, where it takes time to know them. */
  readonly words?: readonly string[] | (() => Promise<readonly string[]>);
  /** Several of them, with commas between. */
  readonly isList?: boolean;
}

const offered = new WeakMap<Option | Argument, Candidates>();

/** The same option or argument, for which these are offered; any other value may be given, too. */
export function offering<Of extends Option | Argument>(of: Of, candidates: Candidates): Of {
  offered.set(of, candidates);
  return of;
}

export function candidatesOf(of: Option | Argument): Candidates {
  return offered.get(of) ?? (of.argChoices === undefined ? {} : { words: of.argChoices });
}
