// Calls guests that fill the heap of garbage collected objects, in a worker; one line of JSON: what came of each.
import { isolate, outcome } from "@cofferdam/core";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { wasm, wasmModule } from "@cofferdam/wasm-runtime";

const limits = { memory: "32MiB", fuel: 0, timeout: 30_000 };
const layer = wasm({ worker: true, allow: { gc: true }, limits, afterFault: "continue" });
const ends = [];
for (const name of process.argv.slice(2)) {
  const guest = await isolate([layer]).open(wasmModule(wasmPath(name)));
  ends.push(await outcome(guest.exports.run.async()), await outcome(guest.exports.run.async()));
  guest.dispose();
}
console.log(JSON.stringify(ends));
