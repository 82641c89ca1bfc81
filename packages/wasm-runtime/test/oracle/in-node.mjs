// All properties in the Node that runs this, of what only newer ones have; built sources, no vitest.
//
//   node in-node.mjs <runs of each>     one line of JSON: what failed
import { agrees, propertyOf } from "@cofferdam/testing/wasm-oracle/compare/agreement.ts";
import * as properties from "@cofferdam/testing/wasm-oracle/compare/fuel-properties.ts";
import * as metering from "@cofferdam/wasm-runtime/metering";
import fc from "fast-check";
import { subjectOf } from "./subject.mjs";

const numRuns = Number(process.argv[2]);
const subject = subjectOf(metering);

const modern = { exceptions: "try_table", multiMemory: true, memory64: true };
const all = { agrees, ...fueled(properties) };
const failed = [];
for (const options of [modern, {}]) {
  for (const [name, property] of Object.entries(all)) {
    const details = fc.check(propertyOf(property, options), { numRuns });
    if (details.failed) failed.push(`${name}: ${await fc.asyncDefaultReportMessage(details)}`);
  }
}
console.log(JSON.stringify({ failed }));

function fueled(makers) {
  return Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make(subject)]));
}
