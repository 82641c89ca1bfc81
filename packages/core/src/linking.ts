/** A function that is being linked. */
export interface Linking {
  readonly target: string;
  readonly symbol: string;
  /** Its calls return promises. */
  readonly async: boolean;
  /** What is known of its parameters; undefined where the target has no C prototypes. */
  readonly parameters?: readonly LinkedParameter[] | undefined;
}

/** One parameter of a function that is being linked. */
export interface LinkedParameter {
  /** It takes an address: of a buffer, or as a bigint. Not so a callback. */
  readonly pointer: boolean;
  /** The guest only reads what it points to: `const` in its declaration. */
  readonly readOnly: boolean;
}
