// One thread's share of the soak: random actions until it is told to stop.
import { setImmediate as turn } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { asyncActions, linkAll, syncActions } from "./actions.mjs";
import { randomFrom } from "./random.mjs";

const SYNC_A_TURN = 40;
const ASYNC_A_TURN = 8;

/**
 * @param path of the guest
 * @param stopped asked between turns
 * @returns how often each action was right
 */
export async function work(path, seed, stopped) {
  const random = randomFrom(seed);
  const inPlace = open(path, []);
  const switched = open(path, [stack()]);
  const counts = {};
  while (!stopped()) {
    for (let i = 0; i < SYNC_A_TURN; i++) {
      const [name, run] = draw(syncActions, random);
      run(random(2) ? inPlace : switched, random);
      counts[name] = (counts[name] ?? 0) + 1;
    }
    const calls = Array.from({ length: random(ASYNC_A_TURN) }, () => draw(asyncActions, random));
    await Promise.all(calls.map(([, run]) => run(switched, random)));
    for (const [name] of calls) counts[name] = (counts[name] ?? 0) + 1;
    await turn();
  }
  return counts;
}

/** Only what hangs has a short deadline: next to others, everything may take its time. */
function open(path, layers) {
  const link = (timeout) => {
    const all = [signals({ afterFault: "continue" }), deadline({ timeout }), ...layers];
    return linkAll(isolate(all).openSync(library(path)));
  };
  return { ...link(30_000), hang: link(20).hang };
}

function draw(actions, random) {
  let at = random(actions.reduce((sum, [, , weight]) => sum + weight, 0));
  return actions.find(([, , weight]) => {
    at -= weight;
    return at < 0;
  });
}
