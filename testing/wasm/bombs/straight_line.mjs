// A guest that is three megabytes of straight line: honest, but it costs more at its entry than any slice of fuel.

import { moduleOf, op } from "../binary.mjs";

const ADDITIONS = 1_000_000;

export default function straightLine() {
  const addOne = Buffer.concat([op.constant(1), op.add]);
  return moduleOf([[op.local(0), op.times(ADDITIONS, addOne)]]);
}
