// A guest whose functions take and give 1,000 values each, through 50,000 nested blocks that do the same.

import { HEADER, leb, op, section, sized, vector } from "../binary.mjs";

const VALUES = 1000;
const DEPTH = 50_000;
const I32 = 0x7f;

/** The time to check a block grows with the number of its values, and the bytes do not. */
export default function manyTypes() {
  const values = vector(Array.from({ length: VALUES }, () => Buffer.from([I32])));
  const wide = Buffer.concat([Buffer.from("60", "hex"), values, values]);
  const narrow = Buffer.from("60017f017f", "hex");
  const block = Buffer.from("0201", "hex"); // of type 1
  const body = Buffer.concat([
    leb(0),
    op.times(VALUES, op.constant(1)),
    op.times(DEPTH, block),
    op.times(DEPTH, op.end),
    op.times(VALUES - 1, op.add),
    op.end,
  ]);
  return Buffer.concat([
    HEADER,
    section(1, vector([narrow, wide])),
    section(3, vector([leb(0)])),
    section(7, vector([Buffer.concat([sized(Buffer.from("run")), Buffer.from("0000", "hex")])])),
    section(10, vector([sized(body)])),
  ]);
}
