// npm run demo: C libraries do honest work and every crime we know, first in this one process, then in helpers; then
// WebAssembly modules.
import { setTimeout } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { realBytes, repositoryText } from "./corpus-text.mjs";
import { helperPart } from "./helper.mjs";
import { ailments, startBystander } from "./host.mjs";
import { hostilePart } from "./hostile.mjs";
import { overheadPart } from "./overhead.mjs";
import { sqlitePart } from "./sqlite.mjs";
import { bold, green, heading, red, report } from "./terminal.mjs";
import { wasmPart } from "./wasm.mjs";
import { zlibPart, zlibProbe } from "./zlib.mjs";

const BYSTANDER_MS = 50;
const guard = isolate([signals(), stack()]);
const started = performance.now();

heading("Honest work through the gate, compared with plain koffi");
const bystander = startBystander();
const comparisons = [...zlibPart(guard, realBytes()), ...sqlitePart(guard, repositoryText())];

heading(`Crimes, in this process (pid ${process.pid})`);
const { committed, contained } = hostilePart();

heading("The host afterwards");
const wellness = await hostIsWell();

heading("The same crimes and worse, in confined helper processes");
const helpers = await helperPart();

heading("WebAssembly modules under limits, in this process");
const modules = wasmPart(repositoryText());

heading("What the gate costs per call, next to plain koffi");
const costs = overheadPart(guard);

const checks = [...wellness, ...helpers.checks, ...modules.checks];
const right = [...comparisons, ...checks].every(Boolean);
const parts = [{ contained, committed }, helpers, modules];
const passed = right && parts.every((part) => part.contained === part.committed);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
const verdict = passed ? green("All contained") : red("Not all contained");
console.log(
  `\n${bold(verdict)}: ${contained} of ${committed} crimes contained in process, ` +
    `${helpers.contained} of ${helpers.committed} in helpers, ` +
    `${modules.contained} of ${modules.committed} as WebAssembly, ` +
    `${count(comparisons)} comparisons and ${count(checks)} checks of the host right; ` +
    `${costs.join(", ")}; ${seconds} s`,
);
process.exitCode = passed ? 0 : 1;

async function hostIsWell() {
  const before = bystander.count();
  await setTimeout(BYSTANDER_MS);
  const worked = bystander.count() - before;
  const undisturbed = bystander.isUndisturbed();
  bystander.stop();
  const probe = zlibProbe(guard);
  return [
    report(worked > 0 && undisturbed, `a thread that worked beside all this (${before} rounds)`),
    ...(probe ? [report(probe(), "zlib, there and back again")] : []),
    report(ailments().length === 0, "a WebAssembly trap, denormal numbers, memory copies"),
  ];
}

function count(results) {
  return `${results.filter(Boolean).length} of ${results.length}`;
}
