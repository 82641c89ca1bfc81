// node js-call.mjs     prints the samples of each case's variants, as JSON
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import koffi from "koffi";
import { callLoop, interleave } from "../harness.mjs";
import { cases } from "../js-call-cases.mjs";
import { layerLists } from "../layers.mjs";

const ROUNDS = 41;

const samples = cases.map((one) => [one.name, interleave(variants(one), { rounds: ROUNDS })]);
console.log(JSON.stringify(Object.fromEntries(samples)));

function variants({ path, prototype, call }) {
  const plain = () => callLoop(call, koffi.load(path).func(prototype));
  const guarded = (layers) =>
    callLoop(call, isolate(layers).openSync(library(path)).func(prototype));
  return {
    plain: plain(),
    "plain again": plain(), // how far from 1 a ratio is that should be 1
    ...Object.fromEntries(
      Object.entries(layerLists).map(([name, layers]) => [name, guarded(layers)]),
    ),
  };
}
