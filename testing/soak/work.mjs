// One thread's share of the soak: random actions until it is told to stop.
import { setImmediate as turn } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { asyncActions, faults, linkAll, syncActions } from "./actions.mjs";
import { randomFrom } from "./random.mjs";

const SYNC_A_TURN = 40;
const ASYNC_A_TURN = 8;
/** Long: what ends before is what the signal ended. */
const ABORTABLE_MS = 30_000;

/**
 * @param path of the guest
 * @param stopped asked between turns
 * @param tell is given how often each action was right, and the faults of each kind
 * @returns the guest's functions
 */
export async function work(path, seed, stopped, tell) {
  const random = randomFrom(seed);
  const inPlace = open(path, []);
  const switched = open(path, [stack()]);
  const actions = {};
  while (!stopped()) {
    for (let i = 0; i < SYNC_A_TURN; i++) {
      const [name, run] = draw(syncActions, random);
      run(random(2) ? inPlace : switched, random);
      actions[name] = (actions[name] ?? 0) + 1;
    }
    const calls = Array.from({ length: random(ASYNC_A_TURN) }, () => draw(asyncActions, random));
    await Promise.all(calls.map(([, run]) => run(switched, random)));
    for (const [name] of calls) actions[name] = (actions[name] ?? 0) + 1;
    await turn();
  }
  tell({ actions, faults });
  return switched;
}

/** Only what hangs has a short deadline: next to others, everything may take its time. */
function open(path, layers) {
  const openLimited = (timeout) => {
    const all = [signals({ afterFault: "continue" }), deadline({ timeout }), ...layers];
    return isolate(all).openSync(library(path));
  };
  return {
    ...linkAll(openLimited(30_000)),
    hang: linkAll(openLimited(20)).hang,
    openAbortable: () => openLimited(ABORTABLE_MS),
  };
}

function draw(actions, random) {
  let at = random(actions.reduce((sum, [, , weight]) => sum + weight, 0));
  return actions.find(([, , weight]) => {
    at -= weight;
    return at < 0;
  });
}
