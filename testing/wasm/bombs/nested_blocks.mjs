// A guest that is a million blocks, each within the last.

import { moduleOf, op } from "../binary.mjs";

const DEPTH = 1_000_000;

export default function nestedBlocks() {
  return moduleOf([[op.times(DEPTH, op.block), op.times(DEPTH, op.end), op.constant(1)]]);
}
