// A guest that ends in the middle of a function.

import { moduleOf, op } from "../binary.mjs";

const MISSING_BYTES = 3;

export default function truncated() {
  const whole = moduleOf([[op.local(0), op.constant(1), op.add]]);
  return whole.subarray(0, whole.length - MISSING_BYTES);
}
