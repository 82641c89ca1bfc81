// A guest that recurses without end with 1,000 operands waiting on the stack: its frames are large, without a variable.

import { moduleOf, op } from "../binary.mjs";

const OPERANDS = 1000;

export default function deepOperands() {
  const operands = Array.from({ length: OPERANDS }, (_, i) => [
    op.local(0),
    op.constant(i % 64),
    op.add,
  ]);
  return moduleOf([
    [
      ...operands.flat(),
      op.local(0),
      op.constant(1),
      op.add,
      op.call(0),
      op.times(OPERANDS, op.add),
    ],
  ]);
}
