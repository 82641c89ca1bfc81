/** The documented table of costs: an executed instruction costs one unit, but for these, which cost none; and what throws. */
const FREE = new Set([
  0x00, // unreachable
  0x01, // nop
  0x02, // block
  0x03, // loop
  0x05, // else
  0x0b, // end
  0x0f, // return
  0x1a, // drop
  // not instructions but parts of `try`, as `else` and `end` are parts of blocks:
  0x07, // catch
  0x18, // delegate
  0x19, // catch_all
]);

/** throw, rethrow, throw_ref */
const THROWING = new Set([0x08, 0x09, 0x0a]);
const THROW_COST = 200;

export function costOf(op: number): number {
  if (THROWING.has(op)) return THROW_COST;
  return FREE.has(op) ? 0 : 1;
}
