// A guest in which each of 60 functions calls the next one twice: 2^60 calls, without a loop, a recursion or a deep stack.

import { moduleOf, op } from "../binary.mjs";

const DEPTH = 60;

export default function callTree() {
  const branch = (next) => [op.local(0), op.call(next), op.local(0), op.call(next), op.add];
  return moduleOf([...Array.from({ length: DEPTH }, (_, depth) => branch(depth + 1)), op.local(0)]);
}
