// Prints how the original and the rewritten modules of the core testsuite fare in every Node that is here, and where they
// differ. For people; the tests of packages/wasm-runtime/test/spec claim it.
//
//   node testing/wasm-spec/compare.mjs [--transform MODULE[?OPTIONS]] [--only PREFIX] [--node MAJOR]...

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { findNode, nodes } from "../nodes/find.mjs";
import { differences, summaryOf } from "./report.mjs";
import { runSuite } from "./run-suite.mjs";

const MOST_SHOWN = 100;

const { values } = parseArgs({
  options: {
    transform: {
      type: "string",
      default: new URL("transforms/metering.mjs", import.meta.url).href,
    },
    only: { type: "string" },
    node: { type: "string", multiple: true },
  },
});
const transform = asUrl(values.transform);

for (const found of values.node?.map(Number).map(findNode) ?? nodes()) await compare(found);

async function compare({ major, path: node, missing }) {
  if (node === undefined) return console.log(`Node ${major}: ${missing}`);
  const original = await runSuite({ node, only: values.only });
  const rewritten = await runSuite({ node, only: values.only, transform });
  console.log(`Node ${major}, the modules as they are`);
  console.table(summaryOf(original));
  const found = differences(original, rewritten);
  console.log(`Node ${major}, rewritten: ${found.length} of ${original.length} commands differ`);
  for (const { at, type, original, other, detail = "" } of found.slice(0, MOST_SHOWN)) {
    console.log(`  ${at} ${type}\n    ${original}\n    ${other} ${detail}`);
  }
}

/** The options after the path stay what they are. */
function asUrl(module) {
  if (module.startsWith("file:")) return module;
  const [path, options] = module.split("?");
  return `${pathToFileURL(resolve(path))}${options === undefined ? "" : `?${options}`}`;
}
