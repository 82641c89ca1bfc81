// Modules as @cofferdam/wasm-runtime rewrites them, with so much of everything that no limit is ever reached.
//
// Options of meter() come with the address: metering.mjs?mode=trap&stack=true&slice=1. A `slice` is how much fuel there is
// until the host is asked for more; a small one has it asked often.

import { EXPORTED, InvalidModuleError, meter, RESERVED } from "@cofferdam/wasm-runtime/metering";

const given = new URL(import.meta.url).searchParams;
const mode = given.get("mode") ?? "fuel";
const slice = Number(given.get("slice") ?? 1_000_000);
const PLENTY = 2 ** 31 - 1;

const options = {
  mode,
  ...(given.has("stack") && { stack: given.get("stack") === "true" }),
  // what the suite is about is let through
  allow: { gc: true, threads: true },
};

export const transform = (bytes) => meter(bytes, options).bytes;
export const isRefusal = (error) => error instanceof InvalidModuleError;

/** `what` below 0: growth by more than anything could grow, where the instruction gives -1. */
export function imports() {
  return { [RESERVED]: { limit: (what) => (what > 0 ? Math.max(what, slice) : -1) } };
}

/** Ends with the module's start function: a rewritten module leaves that to the host. */
export function started({ exports }) {
  for (const limit of ["pages", "elements", "stack"]) setIfThere(exports[EXPORTED[limit]], PLENTY);
  if (mode === "trap") setIfThere(exports[EXPORTED.fuel], 2n ** 62n);
  exports[EXPORTED.start]?.();
}

function setIfThere(global, value) {
  if (global !== undefined) global.value = value;
}
