// Modules that are hard on whoever reads, rewrites or compiles them, or that are none at all.

import { crime, holds, returns, run, throws } from "./row.mjs";

const call = run(1);

export const moduleCrimes = [
  bomb("nested_blocks", "is a million nested blocks", holds(100)),
  bomb("nested_loops", "is 20,000 nested loops", returns(1)),
  bomb("nested_ifs", "is 100,000 nested ifs", returns(1)),
  bomb("many_types", "is 50,000 nested blocks of 1,000 values each", holds(1000)),
  bomb("many_locals", "has a function with 50,000 variables", returns(1)),
  bomb("many_functions", "has 100,000 functions", returns(1)),
  bomb("many_exports", "exports 100,000 names", returns(1)),
  bomb("branch_tables", "has 40 branch tables of 65,000 entries", returns(1)),
  bomb("tiny_ifs", "is three megabytes of empty ifs", returns(1)),
  bomb("tiny_loops", "is a megabyte of empty loops", returns(1)),
  crime(
    "straight_line",
    "is three megabytes of straight line",
    {
      kind: "none",
      value: 1_000_001,
      besides: "or refused by a limit on sizes, but never out of fuel",
    },
    returns(1_000_001),
    { call },
  ),

  malformed("wide_branch_table", "has a branch table of a million entries", "table count"),
  malformed("lying_count", "says it has four billion functions", "exceeds internal limit"),
  malformed("lying_locals", "says it has eight billion variables", "local count too large"),
  malformed("lying_size", "says its code is longer than the module", "extends past end"),
  malformed("truncated", "ends in the middle of a function", "extends past end"),
  malformed("not_wasm", "is not a module", "expected magic word"),
  malformed("unknown_opcode", "has an instruction that nobody has defined", "pcode 0xff"),
];

function bomb(name, title, raw) {
  const besides = "or it runs, if the limits on sizes allow it; the time to open it is bounded";
  return crime(name, title, { kind: "setup", besides }, raw, { call });
}

function malformed(name, title, message) {
  const besides = "with the byte offset";
  return crime(name, title, { kind: "setup", besides }, throws("CompileError", message), { call });
}
