// A guest that is a megabyte of loops with nothing in them: every one of them is checked, and none goes round.

import { moduleOf, op } from "../binary.mjs";

const BYTES = 1_000_000;

export default function tinyLoops() {
  const one = Buffer.concat([op.loop, op.end]);
  return moduleOf([[op.times(Math.floor(BYTES / one.length), one), op.constant(1)]]);
}
