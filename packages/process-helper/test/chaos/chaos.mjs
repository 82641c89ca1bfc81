// npm run chaos [-- cycles [seed]]: helpers are ended in every way and at every moment while calls go on in two lanes.
// Ends with 0 when every call gave its value or a fault, none was done twice, and nothing is left behind.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { randomFrom } from "../../../../testing/soak/random.mjs";
import { processHelper } from "../../dist/index.js";
import { answered, callOnce, callOnceAsync, endings, fell, given } from "./calls.mjs";
import { leftovers } from "./machine.mjs";

/** What stops has to be waited for this long, and so has who closed its doorbell. */
const TIMEOUT_MS = 400;
/** From the first quarter of the run on: V8 and malloc are warm. A leak of 10 KB in each cycle would be 70 MB. */
const MOST_GROWTH = 24 * 1024 ** 2;

const [cycles = 300, seed = Date.now() % 1e6] = process.argv.slice(2).map(Number);
if (!(cycles > 0) || !Number.isInteger(seed)) {
  console.error("Expected a number of cycles and a whole number: npm run chaos -- 10000 123");
  process.exit(2);
}

const signals = ["SIGKILL", "SIGKILL", "SIGKILL", "SIGKILL", "SIGTERM", "SIGSEGV", "SIGABRT"];
/** Numbers of all runs that were done. */
const counted = new Set();
const ownWays = [0, 1, 2, 3, 4, 5]; // of ending.c
const random = randomFrom(seed);
const folder = mkdtempSync(join(tmpdir(), "cofferdam-chaos-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const counts = join(folder, "counts");
const order = new Int32Array(new SharedArrayBuffer(16));
const killer = new Worker(new URL("killer.mjs", import.meta.url), { workerData: order.buffer });

koffi.proto("int ChaosCallback(int value)");
console.log(`${cycles} cycles, seed ${seed}`);
const start = performance.now();
const guest = compile();
await run(1); // what is kept for good is there now
const before = leftovers(counts);
const { growth, restarts } = await run(cycles);
await collected();
const after = leftovers(counts);
order[0] = -1;
Atomics.notify(order, 0);
await killer.terminate();

const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  `${given()} calls: ${JSON.stringify(endings)}; ${restarts} helpers replaced; ${seconds} s`,
);
console.log(`left behind: ${JSON.stringify(after)}; memory ${(growth / 1024 ** 2).toFixed(1)} MiB`);
checkCounts();
assert.deepEqual(after, before);
assert.ok(growth < MOST_GROWTH, `the memory grew by ${growth} bytes`);

async function run(turns) {
  writeFileSync(counts, "");
  const lib = open();
  const f = linked(lib);
  let warm = 0;
  for (let turn = 0; turn < turns; turn++) {
    await cycle(lib, f);
    if (turn === Math.floor(turns / 4)) warm = await settledRss();
    if (turn % 1000 === 999) console.log(`${turn + 1}: ${JSON.stringify(endings)}`);
  }
  const { restarts } = lib.status().helper;
  const growth = (await settledRss()) - warm;
  checkCounts();
  lib.dispose();
  return { growth, restarts };
}

function open() {
  const confinement = { env: { COUNTS: counts }, write: [counts] };
  const layer = processHelper({ size: 2, spare: 1, timeout: TIMEOUT_MS, confinement });
  return isolate([layer]).openSync(library(guest));
}

function linked(lib) {
  return {
    done: lib.func("int done(int number)"),
    text: lib.func("const char *done_text(int number, int length)"),
    bytes: lib.func("int done_bytes(int number, uint8_t *bytes, int length)"),
    callBack: lib.func("int call_back(ChaosCallback *callback, int value)"),
    end: lib.func("int end(int way)"),
  };
}

/** Some calls of both kinds, and an end somewhere among them; then it is well again. */
async function cycle(lib, f) {
  const pending = Array.from({ length: random(12) }, () => callOnceAsync(f, random));
  if (random(3) === 0) pending.push(endItself(f));
  else endSoon(lib);
  for (let calls = random(5); calls > 0; calls--) callOnce(f, random);
  if (random(2)) await null; // they are sent
  pending.push(...Array.from({ length: random(12) }, () => callOnceAsync(f, random)));
  for (let calls = random(5); calls > 0; calls--) callOnce(f, random);
  await Promise.all(pending);
  await wellAgain(lib, f);
}

async function endItself(f) {
  const way = ownWays[random(ownWays.length)];
  try {
    if (random(2)) await f.end.async(way);
    else f.end(way);
  } catch (error) {
    fell(error);
  }
}

/** One of those that run, also one that starts or waits for another's end. */
function endSoon(lib) {
  Atomics.wait(order, 0, 1);
  const { helpers } = lib.status().helper;
  const victim = helpers[random(helpers.length)];
  if (victim === undefined) return;
  // one that is stopped at its start is waited for longer than this is to take
  const stops = random(25) === 0 && victim.ready;
  const signal = stops ? "SIGSTOP" : signals[random(signals.length)];
  order.set([victim.pid, constants.signals[signal], random(3) ? random(3000) : random(60_000)], 1);
  Atomics.store(order, 0, 1);
  Atomics.notify(order, 0);
}

async function wellAgain(lib, f) {
  const goal = answered.size + 1;
  for (let turns = 0; answered.size < goal; turns++) {
    assert.ok(turns < 100, "no call comes back any more");
    await callOnceAsync(f, random);
    await sleep(lib.status().helper.backOff);
  }
}

/** Each number is done once at most, and those that gave a value were. */
function checkCounts() {
  const bytes = readFileSync(counts);
  const seen = new Set();
  for (let at = 0; at < bytes.length; at += 4) {
    const number = bytes.readInt32LE(at);
    assert.ok(number >= 0 && number <= given(), `a number that nobody gave: ${number}`);
    assert.ok(!seen.has(number), `${number} was done twice`);
    seen.add(number);
    counted.add(number);
  }
  for (const number of answered) assert.ok(counted.has(number), `${number} was not done`);
}

async function collected() {
  for (let turns = 0; turns < 5; turns++) {
    global.gc?.();
    await sleep(20);
  }
}

async function settledRss() {
  await collected();
  return process.memoryUsage.rss();
}

function compile() {
  const output = join(folder, "libending.so");
  const source = fileURLToPath(new URL("../replacement/ending.c", import.meta.url));
  execFileSync(process.env.CC || "cc", ["-O1", "-shared", "-fPIC", source, "-o", output]);
  return output;
}
