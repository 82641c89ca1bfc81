// What the scripts here share: `node SCRIPT SCENARIO LAYERS LIBRARY` runs a scenario, or `all`, and reports.
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";

const [scenario, layers, path] = process.argv.slice(2);

const lists = {
  "no layers": () => [],
  signals: (options) => [signals(options)],
  "signals and stack": (options) => [signals(options), stack()],
  "signals, stack and memory": (options) => [signals(options), stack(), memory()],
};

koffi.proto("int IntToInt(int x)");

/** Opens the guest of this run; `options` are those of signals. */
export function open(options = { afterFault: "continue" }) {
  return isolate(lists[layers](options)).openSync(library(path));
}

/** The guest's `apply`, with callbacks passed directly or registered. */
export function applyOf(lib, how, name = "int apply") {
  if (how === "direct") return lib.func(`${name}(IntToInt *callback, int x, int where)`);
  const call = lib.func(`${name}(void *callback, int x, int where)`);
  return (callback, x, where) => {
    const pointer = lib.register(callback, "IntToInt *");
    try {
      return call(pointer, x, where);
    } finally {
      lib.unregister(pointer);
    }
  };
}

/** What comes of a call: its value, or what it threw. */
export function outcome(run) {
  try {
    return { value: run() };
  } catch (error) {
    if (error?.fault === undefined) return { error: error?.code ?? error?.message ?? error };
    const { fault, symbol, cause } = error;
    return { fault: fault.kind, symbol, ...(cause !== undefined && { cause: outcomeOf(cause) }) };
  }
}

function outcomeOf(cause) {
  return outcome(() => {
    throw cause;
  });
}

/** Runs the scenario that was asked for, or all, and shows that the host is well afterwards. */
export async function main(scenarios) {
  const result = scenario === "all" ? await all(scenarios) : await scenarios[scenario]();
  say({ result, troubles: await hostTroubles() });
}

async function all(scenarios) {
  const results = {};
  for (const [name, run] of Object.entries(scenarios)) {
    say(name); // when this process dies, the last one was it
    results[name] = await run();
  }
  return results;
}

/** Tells the test. */
export function say(report) {
  console.log(JSON.stringify(report));
}
