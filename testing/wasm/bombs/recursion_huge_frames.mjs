// A guest that recurses without end in frames of 16 KiB: 2,000 variables, all of which are needed afterwards.

import { leb, moduleOf, op, vector } from "../binary.mjs";

const LOCALS = 2000;
const I32 = Buffer.from("7f", "hex");

export default function recursionHugeFrames() {
  const indices = Array.from({ length: LOCALS }, (_, i) => i + 1);
  const fill = indices.flatMap((i) => [op.local(0), op.constant(i % 64), op.add, op.setLocal(i)]);
  const addUp = indices.flatMap((i) => [op.local(i), op.add]);
  const descend = [op.local(0), op.constant(1), op.add, op.call(0)];
  return moduleOf([[...fill, ...descend, ...addUp]], vector([Buffer.concat([leb(LOCALS), I32])]));
}
