// A guest that is three megabytes of ifs with nothing in them: a region of its own each.

import { moduleOf, op } from "../binary.mjs";

const BYTES = 3_000_000;

export default function tinyIfs() {
  const one = Buffer.concat([op.local(0), op.if, op.end]);
  return moduleOf([[op.times(Math.floor(BYTES / one.length), one), op.constant(1)]]);
}
