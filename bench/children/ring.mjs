// node ring.mjs ring|send|ring-async|send-async|none-async HELPER_CPU [SPIN_US]     calls for the sum of two numbers; prints ns, as JSON
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { kinds, nativeHelper, outcomes } from "../../packages/process-helper/dist/native.js";

const HELPER = fileURLToPath(new URL("ring-helper.mjs", import.meta.url));
const AT_ONCE = 10;
const IN_FLIGHT = 256;
const BATCH = 16;
const [way, helperCpu, spin] = process.argv.slice(2);
const PINNED = ["-c", helperCpu, process.execPath]; // taskset's

const ways = {
  ring: () => timed(syncRing(spin), spin === undefined ? 20_000 : 4000),
  send: () => timed(sendCalls(), 2000),
  "ring-async": () => timedInFlight(asyncRing(), 20_000),
  "send-async": () => timedInFlight(sendCalls(), 2000),
  "none-async": () => timedInFlight(promises(), 20_000),
};
console.log(JSON.stringify(await ways[way]()));
process.exit(); // the helper goes with it

function openRing() {
  const native = nativeHelper();
  const ring = native.createRing(0);
  const program = { path: "/usr/bin/taskset", args: [...PINNED, HELPER, "ring"] };
  native.spawn(ring.handle, { ...program, env: [], fds: [], report: false, output: "inherit" });
  const requests = new Int32Array(ring.requests);
  for (let at = 0; at < requests.length; at += 16) requests[at + 1] = kinds.call;
  return { native, requests, ring, handle: ring.handle };
}

function syncRing(spin) {
  const { native, requests, ring, handle } = openRing();
  if (spin !== undefined) native.setSpin(handle, Number(spin));
  const response = new Int32Array(ring.response);
  return (a, b) => {
    requests[4] = a;
    requests[6] = b;
    if (native.call(handle, 10_000) !== outcomes.ok) throw new Error("The call failed.");
    return response[4];
  };
}

/** A promise for each call. Requests go out by the batch, so that the helper is at work while more are made. */
function asyncRing() {
  const { native, requests, ring, handle } = openRing();
  const taken = new Int32Array(ring.taken);
  const waiting = new Array(IN_FLIGHT);
  let made = 0;
  let settled = 0;
  let prepared = 0;
  const send = () => {
    native.publish(handle, prepared);
    prepared = 0;
  };
  const drain = () => {
    const count = native.take(handle);
    if (count < 0) throw new Error("The helper is gone.");
    for (let n = 0; n < count; n++) waiting[settled++ % IN_FLIGHT](taken[n * 16 + 4]);
    // more is likely on its way; first comes what the promises set off
    if (count > 0 || !native.arm(handle)) setImmediate(drain);
  };
  native.watch(handle, drain);
  native.arm(handle);
  return (a, b) => {
    const at = prepared++ * 16;
    requests[at + 4] = a;
    requests[at + 6] = b;
    if (prepared === 1) queueMicrotask(send);
    else if (prepared === BATCH) send();
    return new Promise((resolve) => {
      waiting[made++ % IN_FLIGHT] = resolve;
    });
  };
}

function sendCalls() {
  const child = fork(HELPER, ["send"], { execPath: "taskset", execArgv: PINNED });
  const waiting = [];
  child.on("message", (sum) => waiting.shift()(sum));
  return (a, b) => {
    child.send([a, b]);
    return new Promise((resolve) => waiting.push(resolve));
  };
}

/** No other process: what the promises cost, and what this benchmark does with them. */
function promises() {
  const waiting = [];
  const settle = () => {
    for (const { resolve, sum } of waiting.splice(0)) resolve(sum);
  };
  return (a, b) => {
    if (waiting.length === 0) setImmediate(settle);
    return new Promise((resolve) => waiting.push({ resolve, sum: a + b }));
  };
}

/** Ten calls a sample; the first tenth of them warms up. */
async function timed(call, calls) {
  const samples = [];
  const isAsync = call(0, 0) instanceof Promise;
  for (let n = 0; n < calls; n += AT_ONCE) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < AT_ONCE; i++) check(isAsync ? await call(n, i) : call(n, i), n + i);
    samples.push(Number(process.hrtime.bigint() - start) / AT_ONCE);
  }
  return samples.slice(samples.length / 10);
}

/** A sample is ns per call of one run; the first runs warm up. */
async function timedInFlight(call, calls) {
  const samples = [];
  for (let run = 0; run < 15; run++) {
    const start = process.hrtime.bigint();
    await inFlight(call, calls);
    samples.push(Number(process.hrtime.bigint() - start) / calls);
  }
  return samples.slice(5);
}

async function inFlight(call, calls) {
  let n = 0;
  const one = async () => {
    while (n < calls) {
      const a = n++;
      check(await call(a, 1), a + 1);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
}

function check(sum, expected) {
  if (sum !== expected) throw new Error(`${sum} is not ${expected}.`);
}
