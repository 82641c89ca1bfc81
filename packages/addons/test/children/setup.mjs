// What the scripts here share: `node SCRIPT SCENARIO LAYERS FILE` runs a scenario, or `all`, and reports.
import { setTimeout as sleep } from "node:timers/promises";
import { addon } from "@cofferdam/addons";
import { isolate } from "@cofferdam/core";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";

const [scenario, layers, file] = process.argv.slice(2);

const lists = {
  "no layers": () => [],
  signals: (options) => [signals(options)],
  "signals and stack": (options) => [signals(options), stack()],
};

/** Opens the addon of this run; `options` are those of signals, `outer` layers around these. */
export function open(options = { afterFault: "continue" }, outer = []) {
  return isolate([...outer, ...lists[layers](options)]).openSync(addon(file));
}

/** What comes of a call: its value, or what of its error is the same every time. */
export function outcome(run) {
  try {
    return { value: run() };
  } catch (error) {
    return told(error);
  }
}

/** @returns {Record<string, unknown>} */
export function told({ code, symbol, layer, fault, cause, message }) {
  if (!fault) return { code, message };
  const { kind, name, address } = fault;
  return { code, symbol, layer, kind, name, address, ...(cause && { cause: cause.message }) };
}

/** Lets finalizers run: Node puts them off to a later turn. */
export async function collect() {
  for (let turn = 0; turn < 6; turn++) {
    globalThis.gc();
    await sleep(5);
  }
}

/** Runs the scenario asked for, or all; prints the results, and what is wrong with the host afterwards. */
export async function report(scenarios) {
  const names = scenario === "all" ? Object.keys(scenarios) : [scenario];
  const results = {};
  for (const name of names) results[name] = await scenarios[name]();
  const result = scenario === "all" ? results : results[scenario];
  console.log(JSON.stringify({ result, troubles: await hostTroubles() }));
}
