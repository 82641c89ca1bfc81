// Calls depth_then_host from 400 depths around the one that its stack ends at, under limits of depth; the last line is JSON.
import { isolate } from "@cofferdam/core";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { wasm, wasmModule } from "@cofferdam/wasm-runtime";

const [name, stackDepth] = [process.argv[2], Number(process.argv[3])];
const seen = { begun: 0, ended: 0 };
const host = (value) => {
  seen.begun++;
  const result = useStack(20, value);
  seen.ended++;
  return result;
};
const limits = { stackDepth, fuel: 0 };
const guard = isolate([wasm({ limits, afterFault: "continue" })]);
const guest = guard.openSync(
  wasmModule(wasmPath("depth_then_host"), { imports: { env: { host } } }),
);
const call = guest.exports[name];

for (let round = 0; round < 2000; round++) call(100); // compiled again
let [low, high] = [0, 1_000_000];
while (high - low > 1) {
  const middle = (low + high) >> 1;
  if (attempt(middle)) low = middle;
  else high = middle;
}
let [torn, refused] = [0, 0];
for (let depth = Math.max(0, low - 200); depth < low + 200; depth++) {
  Object.assign(seen, { begun: 0, ended: 0 });
  if (!attempt(depth)) refused++;
  if (seen.begun !== seen.ended) torn++;
}
console.log(JSON.stringify({ deepest: low, torn, refused }));

function attempt(depth) {
  try {
    call(depth);
    return true;
  } catch (error) {
    if (error.fault?.kind !== "stack-overflow") throw error;
    return false;
  }
}

/** A function of the host that calls some others. */
function useStack(depth, value) {
  const frame = new Array(10).fill(value);
  return depth === 0 ? value : useStack(depth - 1, frame[3]);
}
