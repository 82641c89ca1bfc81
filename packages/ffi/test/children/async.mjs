// What the asynchronous scripts here share: `node SCRIPT SCENARIO LIBRARY`, with guests/busy.cc.
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";

export const [scenario, path] = process.argv.slice(2);

koffi.proto("int IntToInt(int x)");
koffi.struct("Handler", { base: "int", transform: "IntToInt *" });
koffi.struct("Pair", { number: "int64_t", text: "const char *" });

const { MAX_ASYNC_CALLS } = process.env;
if (MAX_ASYNC_CALLS !== undefined) koffi.config({ max_async_calls: Number(MAX_ASYNC_CALLS) });
open(); // before koffi's own load: then koffi is set up as we want it

/** The guest by koffi itself, to hold its calls and to let them go. */
const plain = koffi.load(path);
export const [shut, letGo] = ["void shut()", "void let_go()"].map((one) => plain.func(one));
const holding = plain.func("int holding()");

/** Opens the guest; `options` are those of signals. */
export function open(options = { afterFault: "continue" }) {
  return isolate([signals(options), stack()]).openSync(library(path));
}

/** Waits until so many calls are being held. */
export async function held(count) {
  while (holding() !== count) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** How a promise settled, as something to compare. */
export async function settled(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return described(error);
  }
}

function described(error) {
  if (error?.fault === undefined) return { error: error?.code ?? error?.message ?? String(error) };
  const { fault, symbol, cause } = error;
  const { kind, address, reason } = fault;
  return {
    ...{ symbol, kind },
    ...(kind === "signal" && { address }),
    ...(reason !== undefined && { reason }),
    ...(cause !== undefined && { cause: described(cause) }),
  };
}

/** Runs the scenario that was asked for, and shows that the host is well afterwards. */
export async function main(scenarios) {
  const result = await scenarios[scenario]();
  say({ result, troubles: await hostTroubles() });
}

/** Tells the test. */
export function say(report) {
  console.log(JSON.stringify(report));
}
