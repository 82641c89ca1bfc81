// A guest whose function has 50,000 variables, counting its parameter: as many as V8 allows, and none left for others.

import { leb, moduleOf, op, vector } from "../binary.mjs";

const LOCALS = 49_999;
const I64 = Buffer.from("7e", "hex");

export default function manyLocals() {
  return moduleOf([op.local(0)], vector([Buffer.concat([leb(LOCALS), I64])]));
}
