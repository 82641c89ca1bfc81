/** The first byte of a value. */
export const Tag = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  /** An `i32`. */
  int32: 4,
  /** An `f64`: any other number, -0 too. */
  double: 5,
  /** One byte for the words, then these, the lowest first. */
  bigint: 6,
  negativeBigint: 7,
  utf8: 8,
  /** A text with lone surrogates, which UTF-8 has no form for. */
  utf16: 9,
  /** The next one of the list's views. */
  view: 10,
  /** Elements. */
  array: 11,
  /** Pairs of a key, which is a text with its tag, and a value. */
  object: 12,
  /** A function of the other side: its number. */
  callback: 13,
  /** Memory that both sides have: the kind of view, offset, bytes. */
  arena: 14,
  /** Name, message, then whether there are a code, a stack, a cause, and each that there is. */
  error: 15,
  /** A pointer to a function that the other side made of a registered one: its number. */
  registered: 16,
} as const;
