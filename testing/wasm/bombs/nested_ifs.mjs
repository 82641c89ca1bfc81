// A guest that is 100,000 ifs, each within the last: a parser that recurses runs out of stack.

import { moduleOf, op } from "../binary.mjs";

const DEPTH = 100_000;

export default function nestedIfs() {
  const one = Buffer.concat([op.local(0), op.if]);
  return moduleOf([[op.times(DEPTH, one), op.times(DEPTH, op.end), op.constant(1)]]);
}
