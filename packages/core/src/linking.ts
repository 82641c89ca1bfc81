/** A function that is being linked. */
export interface Linking {
  readonly target: string;
  /** The target as it was opened: it tells two apart that have one name. */
  readonly opened?: object;
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

/** A function, as the target tells it. */
export type OwnLinking = Omit<Linking, "target" | "opened">;
