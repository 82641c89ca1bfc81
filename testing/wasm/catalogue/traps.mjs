// Guests that trap, throw, and leave things behind.

import { crime, run, throws } from "./row.mjs";

const AT_OPEN = { kind: "trap", at: "open" };

export const trapCrimes = [
  trapping("unreachable", [], "unreachable"),
  trapping("divide_by_zero", [7], "divide by zero"),
  trapping("remainder_by_zero", [7n], "remainder by zero"),
  trapping("divide_overflow", [-0x80000000], "divide result unrepresentable"),
  trapping("convert_nan", [Number.NaN], "float unrepresentable in integer range"),
  trapping("load_out_of_bounds", [65_530], "memory access out of bounds"),
  trapping("store_out_of_bounds", [-1], "memory access out of bounds"),
  trapping("fill_out_of_bounds", [65_535], "memory access out of bounds"),
  trapping("copy_out_of_bounds", [65_535], "memory access out of bounds"),
  trapping("init_dropped", [], "memory access out of bounds"),
  trapping("table_out_of_bounds", [2], "table index is out of bounds"),
  trapping("table_init_dropped", [], "out of bounds"),
  trapping("call_out_of_bounds", [2], "table index is out of bounds"),
  trapping("call_null", [], "function signature mismatch"),
  trapping("call_wrong_type", [], "function signature mismatch"),

  crime("abort_call", "aborts", "trap", throws("RuntimeError", "unreachable")),
  crime("trap_in_start", "traps in its start function", AT_OPEN, throws("RuntimeError")),
  crime("data_out_of_bounds", "has data that does not fit", AT_OPEN, throws("RuntimeError")),
  crime(
    "elements_out_of_bounds",
    "has a table its functions do not fit",
    AT_OPEN,
    throws("RuntimeError"),
  ),
  uncaught("throw_uncaught_legacy", "first", "legacy_exceptions"),
  uncaught("throw_uncaught", "second", "exceptions"),

  leaving("secrets", "leaves a secret everywhere and traps", after("peek", 0), {
    call: run(4242),
  }),
  leaving("globals", "changes globals of every type and traps", after("unchanged", 1), {
    needs: ["simd"],
  }),
  leaving("stack_pointer", "loses some of its stack in every trap", after("left", 65_536)),
];

function trapping(name, args, message) {
  const title = `traps: ${name.replaceAll("_", " ")}`;
  const more = { module: "traps", call: { export: name, args } };
  return crime(`traps.${name}`, title, "trap", throws("RuntimeError", message), more);
}

function uncaught(name, proposal, feature) {
  const title = `throws what nobody catches (${proposal} proposal)`;
  const raw = { kind: "throws", type: "Exception" };
  return crime(name, title, "trap", raw, { needs: [feature], call: run(5) });
}

function leaving(name, title, found, more) {
  return crime(name, title, "trap", throws("RuntimeError", "unreachable"), { ...found, ...more });
}

function after(name, value) {
  return { after: { export: name, args: [], value } };
}
