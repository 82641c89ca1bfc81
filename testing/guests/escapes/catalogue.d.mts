/** One guest that tries to get past the layers of its process. */
export interface Escape {
  /** Name of the source file, of the library and of the function. */
  readonly name: string;
  /** What the guest does, to follow "a guest that": "calls exit()". */
  readonly title: string;
  readonly prototype: string;
  /** The function takes a buffer of so many bytes, and their number. */
  readonly lends?: number;
  /** The function takes an array of one element, to fill. */
  readonly receives?: boolean;
  /** In Rust, so it is built only where there is a rustc. */
  readonly rust?: boolean;
  /** What becomes of it: an error's code, "killed by <signal>", "exits with <status>", "hangs", or the harm. */
  readonly ends: string;
}

/** Every escape, in the order of the attack table. */
export declare const escapes: readonly Escape[];
