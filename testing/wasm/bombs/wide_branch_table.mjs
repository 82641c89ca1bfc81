// A guest that branches through a table of a million entries, to a block or out of the function.

import { leb, moduleOf, op } from "../binary.mjs";

const ENTRIES = 1_000_000;

export default function wideBranchTable() {
  const table = Buffer.concat([
    Buffer.from("0e", "hex"), // br_table
    leb(ENTRIES),
    op.times(ENTRIES / 2, Buffer.from([0, 1])),
    leb(0),
  ]);
  // The function itself takes a value along, so both targets are blocks.
  return moduleOf([[op.block, op.block, op.local(0), table, op.end, op.end, op.constant(1)]]);
}
