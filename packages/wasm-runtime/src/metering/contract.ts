/**
 * What a metered module and its host agree on. A metered module imports one function, `cofferdam.limit(what, amount)`, and
 * exports what its limits are kept in. `mutable` globals are i32, but for the fuel of mode "trap", which is i64.
 */

/** The module that the host's function is imported from; names that begin so are refused in guests. */
export const RESERVED = "cofferdam";
/**
 * `limit(what: i32, amount: f64): i32`. With `what` above 0: the fuel does not suffice for the next `what` units, `amount` is
 * left; returns what there is from now on, at least `what`, or throws. Else one of REACHED; throws, or returns what the
 * instruction returns.
 */
export const HOST_FUNCTION = "limit";

export const REACHED = {
  /** memory.grow would go past the limit; `amount`: pages asked for. */
  PAGES: -1,
  /** table.grow would; `amount`: elements asked for. */
  ELEMENTS: -2,
} as const;

export const EXPORTED = {
  /** Units left. */
  fuel: `${RESERVED}:fuel`,
  /** Pages that all memories together may have. */
  pages: `${RESERVED}:pages`,
  /** Elements that all tables together may have. */
  elements: `${RESERVED}:elements`,
  /** Frame units left; below 0: overflowed. */
  stack: `${RESERVED}:stack`,
  /** The module's start function. */
  start: `${RESERVED}:start`,
  /** Mutable globals, tables and memories that the module does not export itself, followed by their index. */
  global: `${RESERVED}:global:`,
  table: `${RESERVED}:table:`,
  memory: `${RESERVED}:memory:`,
} as const;

/** Bytes of native stack that count as one unit of depth. */
export const FRAME_UNIT_BYTES = 256;
