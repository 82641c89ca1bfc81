// A guest whose function says it has four billion variables, twice: the sum is more than 32 bits hold.

import { leb, moduleOf, op, vector } from "../binary.mjs";

const COUNT = 0xffff_ffff;
const I32 = Buffer.from("7f", "hex");

export default function lyingLocals() {
  const many = Buffer.concat([leb(COUNT), I32]);
  return moduleOf([op.local(0)], vector([many, many]));
}
