// node helper.mjs WAY HOST_CPU HELPER_CPU     measures one way to call another process; prints ns (of "kill" ms), as JSON
import { execFileSync, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";
import { helperLibrary } from "../native/build.mjs";

const AT_ONCE = 10;
const IN_FLIGHT = 256;
const MIB = 2 ** 20;
const DEATHS = 15;
const [way, hostCpu, helperCpu] = process.argv.slice(2);

const ways = {
  confined: () => timed(helperCalls({ spare: 0 }), 20_000),
  bare: () => timed(helperCalls({ spare: 0, confinement: false }), 20_000),
  send: () => timed(sendCalls(), 2000),
  async: () => timedInFlight(helperCalls({ spare: 0 }, true), 20_000),
  "send-async": () => timedInFlight(sendCalls(), 2000),
  "sum-here": () => timedSum([]),
  "sum-by-reference": () => timedSum([processHelper({ spare: 0 })]),
  "kill-cold": () => killed(0),
  "kill-spare": () => killed(1),
};
console.log(JSON.stringify(await ways[way]()));
process.exit();

function openLibrary(layers) {
  return isolate(layers).openSync(library(helperLibrary()));
}

function helperCalls(options, async = false) {
  const lib = openLibrary([processHelper(options)]);
  const add = lib.func("int add(int a, int b)");
  pin(process.pid, hostCpu);
  pin(lib.status().helper.helpers[0].pid, helperCpu);
  return async ? add.async : add;
}

/** All threads: the scheduler's choice would decide more than the code does. */
function pin(pid, cpu) {
  execFileSync("taskset", ["-a", "-p", "-c", cpu, String(pid)], { stdio: "ignore" });
}

function sendCalls() {
  const echo = fileURLToPath(new URL("ring-helper.mjs", import.meta.url));
  const child = fork(echo, ["send"]);
  pin(process.pid, hostCpu);
  pin(child.pid, helperCpu);
  const waiting = [];
  child.on("message", (sum) => waiting.shift()(sum));
  return (a, b) => {
    child.send([a, b]);
    return new Promise((resolve) => waiting.push(resolve));
  };
}

/** A sample is the mean of ten calls; the first tenth of them warms up. */
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
    let n = 0;
    const one = async () => {
      while (n < calls) {
        const a = n++;
        check(await call(a, 1), a + 1);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, one));
    samples.push(Number(process.hrtime.bigint() - start) / calls);
  }
  return samples.slice(5);
}

function timedSum(layers) {
  const lib = openLibrary(layers);
  const sum = lib.func("uint32_t sum(const uint64_t *words, size_t count)");
  const memory = lib.alloc(MIB);
  for (let at = 0; at < MIB; at += 8) memory[at] = 1; // each word is 1
  const samples = [];
  for (let n = 0; n < 300; n++) {
    const start = process.hrtime.bigint();
    check(sum(memory, MIB / 8), MIB / 8);
    samples.push(Number(process.hrtime.bigint() - start));
  }
  return samples.slice(50);
}

/** Milliseconds from the kill to the next good call. */
async function killed(spare) {
  const lib = openLibrary([processHelper({ spare })]);
  const add = lib.func("int add(int a, int b)");
  const samples = [];
  while (samples.length < DEATHS) {
    do await sleep(20);
    while (lib.status().helper.spares < spare);
    check(add(1, 2), 3);
    const { pid } = lib.status().helper.helpers[0];
    const start = performance.now();
    process.kill(pid, "SIGKILL");
    samples.push(goodCallAfter(add, start));
  }
  return samples;
}

/** The call that finds the helper dead is a fault; the one after that is good. */
function goodCallAfter(add, start) {
  for (;;) {
    try {
      check(add(1, 2), 3);
      const elapsed = performance.now() - start;
      if (elapsed > 0.1) return elapsed; // a shorter one came before the signal did
    } catch (error) {
      if (error.fault?.kind !== "exit") throw error;
    }
  }
}

function check(sum, expected) {
  if (sum !== expected) throw new Error(`${sum} is not ${expected}.`);
}
