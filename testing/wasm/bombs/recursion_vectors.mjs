// A guest that recurses without end in frames of 16 KiB: 1,000 vectors, all of which are needed afterwards.

import { leb, moduleOf, op, vector } from "../binary.mjs";

const LOCALS = 1000;
const V128 = Buffer.from("7b", "hex");
const SPLAT = Buffer.from("fd11", "hex"); // i32x4.splat
const ANY_TRUE = Buffer.from("fd53", "hex");

export default function recursionVectors() {
  const indices = Array.from({ length: LOCALS }, (_, i) => i + 1);
  const fill = indices.flatMap((i) => [
    op.local(0),
    op.constant(i % 64),
    op.add,
    SPLAT,
    op.setLocal(i),
  ]);
  const addUp = indices.flatMap((i) => [op.local(i), ANY_TRUE, op.add]);
  const descend = [op.local(0), op.constant(1), op.add, op.call(0)];
  return moduleOf([[...fill, ...descend, ...addUp]], vector([Buffer.concat([leb(LOCALS), V128])]));
}
