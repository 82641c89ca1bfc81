// A guest that is 20,000 loops, each within the last.

import { moduleOf, op } from "../binary.mjs";

const DEPTH = 20_000;

export default function nestedLoops() {
  return moduleOf([[op.times(DEPTH, op.loop), op.times(DEPTH, op.end), op.constant(1)]]);
}
