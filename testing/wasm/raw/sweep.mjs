// Calls depth_then_host from every depth near the end of the stack, on V8 as it is; the last line is JSON: of how many
// depths, in how many the host function began and did not end.

import { readFileSync } from "node:fs";
import { wasmPath } from "../paths.mjs";

const DEPTHS = 400;
const exportName = process.argv[2] ?? "run";

const seen = { begun: 0, ended: 0 };
const host = (value) => {
  seen.begun++;
  const result = useStack(20, value);
  seen.ended++;
  return result;
};
const module = new WebAssembly.Module(readFileSync(wasmPath("depth_then_host")));
const { exports } = new WebAssembly.Instance(module, { env: { host } });

const deepest = findDeepest();
let torn = 0;
for (let depth = deepest - DEPTHS; depth < deepest; depth++) {
  attempt(depth);
  if (seen.begun !== seen.ended) torn++;
  seen.ended = seen.begun;
}
console.log(JSON.stringify({ depths: DEPTHS, torn }));

/** The depth changes while code is compiled again, so it is looked for when that is over. */
function findDeepest() {
  for (let round = 0; round < 2000; round++) attempt(1000);
  let [low, high] = [1000, 1_000_000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (attempt(middle)) low = middle;
    else high = middle;
  }
  return high + DEPTHS / 2; // so that both sides of the edge are swept
}

function attempt(depth) {
  try {
    return exports[exportName](depth) === depth + 1;
  } catch {
    return false;
  }
}

/** What host functions do: they call others. */
function useStack(frames, value) {
  return frames === 0 ? value : useStack(frames - 1, value);
}
