// Guests that do harm at their edges: imports, exports, WASI, the plugin ABI.

import { crime, returns, run, throws } from "./row.mjs";

const ungranted = { linking: "ungranted" };
const REFUSED = throws("TypeError", "module is not an object or function");

export const edgeCrimes = [
  crime("import_system", "imports what nobody granted", "setup", REFUSED, ungranted),
  crime("import_prototype", "imports what every object has", "setup", REFUSED, ungranted),
  crime("reserved_import", "imports the meter's functions", "setup", REFUSED, ungranted),
  crime("import_signature", "imports a WASI function by another type", "setup", returns(1n), {
    ...ungranted,
    imports: () => ({ wasi_snapshot_preview1: { fd_write: (value) => value } }),
  }),
  crime(
    "import_kind",
    "imports a WASI function as a memory",
    "setup",
    throws("LinkError", "memory import must be a WebAssembly.Memory object"),
    { ...ungranted, imports: () => ({ wasi_snapshot_preview1: { fd_write: () => 0 } }) },
  ),
  crime("reserved_export", "exports the meter's names", "setup", returns(0x7fffffff)),

  crime(
    "wasi_open",
    "opens files without a directory",
    { kind: "none", value: 0, besides: "exit code 0: none could be opened" },
    returns(0),
    { linking: "command" },
  ),
  crime(
    "stdout_flood",
    "writes 64 MiB to stdout",
    { kind: "none", value: 64, besides: "the report has truncated: true, and the cap is kept" },
    returns(64),
    { linking: "wasi", call: run(1, 64) },
  ),
  crime(
    "wasi_climb",
    "climbs out of its folder by a link it moves",
    { kind: "none", besides: "secret.txt is not read, and nothing is made beside it" },
    returns(3), // node:wasi lets it read and make files
    { linking: "wasi", folder: "/" },
  ),
  crime(
    "exhaust_handles",
    "opens a file 2,000 times",
    { kind: "none", besides: "it gets fewer than it asks for, and the host keeps descriptors" },
    returns(2000),
    { linking: "wasi", folder: "/data", call: run(2000) },
  ),
  crime(
    "fill_disk",
    "writes 64 MiB to a file",
    { kind: "none", besides: "it gets as much as its quota" },
    returns(64),
    { linking: "wasi", folder: "/data", call: run(64) },
  ),
  crime(
    "exit_call",
    "exits in the middle of a call",
    { kind: "none", besides: "the host learns the code; neither it nor its process exits" },
    throws("exit"),
    { linking: "wasi", call: run(3) },
  ),

  liar("lie_out_of_bounds", "replies across the end of its memory", "reply"),
  liar("lie_far_away", "replies past the end of its memory", "reply"),
  liar("lie_overflow", "replies where pointer and length overflow", "reply"),
  liar("lie_length", "replies with 4 GiB", "reply"),
  liar("lie_negative", "replies with all bits set", "reply"),
  liar("lie_changes", "replies honestly, and then out of bounds", "reply"),
  liar("lie_outcome", "has an outcome that is neither reply nor error", "outcome"),
  liar("alloc_zero", "has no memory for the request", "alloc"),
  liar("alloc_out_of_bounds", "wants the request across the end of its memory", "alloc"),
  liar("alloc_negative", "wants the request at a negative address", "alloc"),
  odd("lie_null_reply", "replies from address 0"),
  odd("alloc_overlaps", "replies from within the request"),
  odd("alloc_moves", "grows its memory in every call"),
  crime(
    "abi_signature",
    "has the plugin ABI's names for other types",
    "setup",
    throws("TypeError", "to a BigInt"),
    { linking: "plugin" },
  ),
  crime(
    "abi_not_functions",
    "has the plugin ABI's names for other things",
    "setup",
    throws("TypeError", "is not a function"),
    { linking: "plugin" },
  ),
];

function liar(name, title, about) {
  return crime(name, title, "violation", { kind: "lies", about }, { linking: "plugin" });
}

/** Unusual, but in bounds: to be contained is to be read as it is. */
function odd(name, title) {
  const besides = "its replies are read as they are, in bounds";
  return crime(name, title, { kind: "none", besides }, { kind: "echoes" }, { linking: "plugin" });
}
