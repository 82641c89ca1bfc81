// A guest that has 100,000 functions.

import { moduleOf, op } from "../binary.mjs";

const FUNCTIONS = 100_000;

export default function manyFunctions() {
  return moduleOf(Array.from({ length: FUNCTIONS }, () => op.constant(1)));
}
