// node-26 node-ffi.mjs LIST HOW     prints samples of add(int, int) through node:ffi, plain and guarded, as JSON
import { DynamicLibrary } from "node:ffi";
import { gate } from "@cofferdam/core";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { callLoop, interleave } from "../harness.mjs";
import { layerLists } from "../layers.mjs";

const ROUNDS = 41;
const CALLS = 100_000; // shorter than through koffi
const [list, how] = process.argv.slice(2);
const path = libraryPath("honest");
const signature = { return: "int32", arguments: ["int32", "int32"] };
const shape = { stackBytes: 0, resultBytes: 0 };

const timed = (add) => callLoop("f(i, 7)", add, CALLS);
const plain = () => timed(new DynamicLibrary(path).getFunction("add", signature));

function guarded() {
  const options = { layers: layerLists[list], symbol: "add" };
  const wrapped = gate.wrap(new DynamicLibrary(path).getSymbol("add"), shape, options);
  const { library, symbol } = wrapped.exported;
  const add = new DynamicLibrary(library).getFunction(symbol, signature);
  if (how === "guard()") return timed(wrapped.guard(add));
  if (how === "bare") return timed(add);
  const both = { add, takeError: wrapped.takeError };
  return callLoop("f.add(i, 7); if (f.takeError()) throw 1", both, CALLS);
}

// Two at a time: node:ffi's own JavaScript gets slower with every function that passes through it.
const variants = { plain: plain(), variant: list === "none" ? plain() : guarded() };
const samples = interleave(variants, { rounds: ROUNDS, warmups: 20 });
console.log(JSON.stringify({ node: process.version, samples }));
