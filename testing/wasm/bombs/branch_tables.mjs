// A guest that branches through 40 tables of 65,000 entries each, which is as many as V8 takes.

import { leb, moduleOf, op } from "../binary.mjs";

const TABLES = 40;
const ENTRIES = 65_000;

export default function branchTables() {
  const table = Buffer.concat([
    op.block,
    op.block,
    op.local(0),
    Buffer.from("0e", "hex"), // br_table
    leb(ENTRIES),
    op.times(ENTRIES / 2, Buffer.from([0, 1])),
    leb(0),
    op.end,
    op.end,
  ]);
  return moduleOf([[op.times(TABLES, table), op.constant(1)]]);
}
