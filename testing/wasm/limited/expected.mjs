// What must become of the crimes of the catalogue with the layer `wasm`.

/** Where the catalogue leaves it open, or the layer knows better: what becomes of it. */
const ends = {
  "depth_then_host.run_wide": { kind: "stack-overflow" }, // the function of the host is not called at all
  many_functions: { kind: "none", at: "call" }, // it is compiled in a moment
  straight_line: { kind: "setup", at: "open" }, // too long a function
  import_signature: { kind: "none", at: "call" }, // JavaScript functions have no signature: the host's own business
  exit_call: { kind: "WasiExit", exitCode: 3 },
  data_out_of_bounds: { kind: "setup", at: "open" },
  elements_out_of_bounds: { kind: "setup", at: "open" },
  abi_signature: { kind: "setup", at: "call" }, // it may be opened: its exports can be called by name
  abi_not_functions: { kind: "setup", at: "call" },
};

/** @type {import("./expected.d.mts").expectedOutcome} */
export function expectedOutcome({ name, expect: { kind, at }, after }) {
  return {
    kind,
    at: at ?? (kind === "setup" ? "open" : "call"),
    ...(after && { after: typeof after.value === "bigint" ? `${after.value}n` : after.value }),
    ...ends[name],
  };
}
