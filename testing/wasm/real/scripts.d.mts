export interface Script {
  readonly name: string;
  /** What it does, to follow "a script that". */
  readonly title: string;
  readonly code: string;
  /** The text of its value. */
  readonly value: string;
}

export declare const scripts: readonly Script[];
