// Runs the honest guests on the V8 of this Node, nothing wrapped around; the last line is JSON: those it lacks features
// for, and the calls that gave something else than the table says.

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { missingFeatures } from "../features.mjs";
import { honestGuests } from "../honest.mjs";
import { wasmPath } from "../paths.mjs";

const guests = honestGuests.filter(({ linking }) => linking !== "command");
const skipped = guests.filter(({ needs }) => missingFeatures(needs).length > 0);
const wrong = guests.filter((guest) => !skipped.includes(guest)).flatMap(wrongCalls);
console.log(JSON.stringify({ skipped: skipped.map(({ name }) => name), wrong }));

function wrongCalls(guest) {
  const exports = instantiate(guest);
  return guest.calls
    .map((call) => ({ call, got: exports[call.export](...call.args) }))
    .filter(({ call, got }) => !isDeepStrictEqual(got, call.value))
    .map(({ call, got }) => `${guest.name}: ${call.export}(${call.args}) gave ${got}`);
}

function instantiate({ name, imports }) {
  let exports;
  const call = (callee, ...args) => exports[callee](...args);
  const memory = () => exports.memory.buffer;
  const module = new WebAssembly.Module(readFileSync(wasmPath(name)));
  const granted = { ...unusedWasi(module), ...imports?.({ call, memory }) };
  exports = new WebAssembly.Instance(module, granted).exports;
  exports._initialize?.();
  return exports;
}

/** For guests that import WASI and have no need for it. */
function unusedWasi(module) {
  const names = WebAssembly.Module.imports(module).map(({ name }) => name);
  const fail = () => {
    throw new Error("WASI was called");
  };
  return { wasi_snapshot_preview1: Object.fromEntries(names.map((name) => [name, fail])) };
}
