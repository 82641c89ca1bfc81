// node addon-call.mjs     prints the samples of each case's variants, as JSON
import { createRequire } from "node:module";
import { loadAddon } from "@cofferdam/addons";
import { addonCases } from "../addon-call-cases.mjs";
import { callLoop, interleave } from "../harness.mjs";
import { layerLists } from "../layers.mjs";
import { callsAddon } from "../native/build.mjs";

const ROUNDS = 41;

const plain = createRequire(import.meta.url)(callsAddon("plain.node"));
const guarded = Object.entries(layerLists).map(([name, layers]) => [
  name,
  loadAddon(callsAddon("guarded.node"), { layers }),
]);

const samples = addonCases.map((one) => [one.name, interleave(variants(one), { rounds: ROUNDS })]);
console.log(JSON.stringify(Object.fromEntries(samples)));

function variants({ name, call }) {
  const loops = guarded.map(([layers, addon]) => [layers, callLoop(call, addon[name])]);
  return {
    plain: callLoop(call, plain[name]),
    "plain again": callLoop(call, plain[name]),
    ...Object.fromEntries(loops),
  };
}
