// Has a component call the host from 400 depths around the one that its stack ends at; the last line is JSON.
//
//   node sweep.mjs <stackDepth> <"plain" | "nested">        nested: the host has a second component go deep, and its host a third one
import { isolate, outcome } from "@cofferdam/core";
import { componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import { wasm } from "@cofferdam/wasm-runtime";
import { component } from "@cofferdam/wasm-runtime/components";

const [stackDepth, isNested] = [Number(process.argv[2]), process.argv[3] === "nested"];
const limits = { stackDepth, fuel: 0, timeout: 60_000 };
const guard = isolate([wasm({ limits, afterFault: "continue" })]);
const seen = { begun: 0, ended: 0, nested: 0 };
const open = (give) =>
  guard.open(
    component(componentPath("villain"), {
      imports: { "example:villain/host": { give } },
      wasi: {},
    }),
  );

/** Deep enough to be more than the stack has, with two others that are as deep. */
const DEEP = 1250;
const innermost = await open(() => {});
const inner = await open(host(() => expectOverflow(outcome(() => innermost.exports.recurse(1e6)))));
const outer = await open(host(() => isNested && outcome(() => inner.exports.dive(DEEP))));

/** A function of the host that is either not begun or comes to its end. */
function host(next) {
  return () => {
    seen.begun++;
    useStack(20, 1);
    next();
    useStack(20, 1);
    seen.ended++;
  };
}

for (let round = 0; round < 500; round++) outer.exports.dive(50); // compiled again
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
console.log(JSON.stringify({ deepest: low, torn, refused, nested: seen.nested }));

function attempt(depth) {
  const ended = outcome(() => outer.exports.dive(depth));
  if (!ended.ok) expectOverflow(ended);
  return ended.ok;
}

function expectOverflow(ended) {
  if (ended.fault?.kind !== "stack-overflow") throw new Error(JSON.stringify(ended));
  seen.nested++;
}

/** A function of the host that calls some others. */
function useStack(depth, value) {
  const frame = new Array(10).fill(value);
  return depth === 0 ? value : useStack(depth - 1, frame[3]);
}
