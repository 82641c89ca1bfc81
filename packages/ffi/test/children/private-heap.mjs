// What a library with a private heap does to its host: `node SCRIPT SCENARIO LIBRARY [ARGUMENTS]`.
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { hostTroubles } from "@cofferdam/testing/conformance/host-health.mjs";

const [scenario, path, ...args] = isMainThread ? process.argv.slice(2) : workerData;

function open({ privateHeap = true, afterFault = "quarantine" } = {}) {
  return isolate([signals({ afterFault }), stack()]).openSync(library(path, { privateHeap }));
}

function errorOf(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
}

function outcome(run) {
  let value;
  const error = errorOf(() => {
    value = run();
  });
  return error === undefined ? value : (error.fault?.name ?? error.fault?.kind ?? error.code);
}

/** Blocks of many sizes, small ones most, all filled and looked at again. */
function hostAllocates() {
  const libc = koffi.load("libc.so.6");
  const malloc = libc.func("void *malloc(size_t size)");
  const fill = libc.func("void *memset(void *block, int value, size_t bytes)");
  const free = libc.func("void free(void *block)");
  const blocks = Array.from({ length: 3000 }, (_, index) => {
    const bytes = index % 3 > 0 ? 40 : 1 + ((index * 37) % 40_000);
    const block = malloc(bytes);
    fill(block, index % 256, bytes);
    return { block, bytes, value: index % 256 };
  });
  const same = blocks.every(({ block, bytes, value }) =>
    Buffer.from(koffi.view(block, bytes)).every((byte) => byte === value),
  );
  for (const { block } of blocks) free(block);
  return same;
}

/** Breaks the heap; then the host goes on. */
async function corrupt(kind, how) {
  const lib = open({ privateHeap: how === "private" });
  const broken = outcome(() => lib.func("int break_heap(int kind)")(Number(kind)));
  const hostKeepsItsData = hostAllocates();
  return { broken, hostKeepsItsData };
}

/** Leaves its malloc locked, and then ends: one way or another. */
async function end(ending, health) {
  const lib = open();
  const use = lib.func("int use_heap(int count)");
  const before = use(10);
  if (health === "broken") outcome(() => lib.func("int break_heap(int kind)")(3));
  const after = { dispose: () => lib.dispose(), reopen: () => lib.reopen() }[ending]?.();
  return { before, after, use: outcome(() => use(500)), hostKeepsItsData: hostAllocates() };
}

/** Leaves its malloc locked; then what does not need it works, and what does never returns. */
function wait() {
  const lib = open({ afterFault: "continue" });
  console.log(JSON.stringify(outcome(() => lib.func("int break_heap(int kind)")(3))));
  console.log(hostAllocates());
  console.log(lib.func("int add(int a, int b)")(1, 2));
  return lib.func("int use_heap(int count)")(1);
}

function openLimited() {
  const limits = deadline({ timeout: 100, grace: 100 });
  const layers = [signals({ afterFault: "continue" }), limits, stack()];
  return isolate(layers).openSync(library(path, { privateHeap: true }));
}

/** The same, in a call that may take only so long; then the library is loaded anew. */
function limited() {
  const lib = openLimited();
  const useHeap = lib.func("int use_heap(int count)");
  outcome(() => lib.func("int break_heap(int kind)")(3));
  const { kind, abandoned } = errorOf(() => useHeap(1)).fault;
  const hostIsWell = hostAllocates();
  lib.reopen();
  return { kind, abandoned, hostIsWell, used: useHeap(100) };
}

/** A function of its own C library, linked by itself. */
function sleepsTooLong() {
  const { kind, abandoned } = errorOf(() =>
    openLimited().func("int usleep(uint32_t us)")(3e7),
  ).fault;
  return { kind, abandoned };
}

/** Opens it until that is refused. */
function openAll() {
  const libs = [];
  for (;;) {
    try {
      libs.push(open());
    } catch (error) {
      return { libs, error };
    }
  }
}

function refusal({ name, code, message, cause }) {
  return { name, code, message, cause: cause?.message };
}

async function exhaust() {
  const { libs, error } = openAll();
  const add = libs.map((lib) => lib.func("int add(int a, int b)")(1, 2));
  for (const lib of libs.reverse()) lib.dispose(); // the last one first
  const again = openAll();
  return { opened: libs.length, again: again.libs.length, add, error: refusal(error) };
}

/** Reopens the one library, or two in turns, until that is refused, or often enough. */
async function reopen(count, limit) {
  const libs = Array.from({ length: Number(count) }, () => open());
  const add = libs.map((lib) => lib.func("int add(int a, int b)"));
  let times = 0;
  try {
    for (; times < Number(limit); times++) libs[times % libs.length].reopen();
  } catch (error) {
    const states = libs.map((lib) => lib.status().state);
    const sums = add.map((call) => outcome(() => call(1, 2)));
    return { times, states, sums, error: refusal(error) };
  }
  return { times, sums: add.map((call) => call(1, 2)) };
}

/** Opens and forgets it, more often than there are namespaces. */
async function forget() {
  for (let times = 0; times < 40; times++) {
    open().func("int add(int a, int b)")(1, 2);
    for (let turns = 0; turns < 3; turns++) {
      globalThis.gc();
      await turn();
    }
  }
  return "forgotten";
}

/** Threads that leave it open, more of them than there are namespaces. */
async function workers() {
  const endings = ["ends", "is terminated", "crashes", "disposes"];
  const lib = open();
  for (let times = 0; times < 24; times++) {
    const ending = endings[times % endings.length];
    const worker = new Worker(new URL(import.meta.url), { workerData: ["thread", path, ending] });
    const exited = once(worker, "exit");
    const [used] = await once(worker, "message");
    if (used !== 100) return `worker ${times} (${ending}): ${used}`;
    if (ending === "is terminated") await worker.terminate();
    await exited;
  }
  return lib.func("int use_heap(int count)")(500);
}

async function thread(ending) {
  const used = outcome(() => {
    globalThis.lib = open();
    return globalThis.lib.func("int use_heap(int count)")(100);
  });
  if (ending === "crashes") outcome(() => globalThis.lib.func("int break_heap(int kind)")(3));
  if (ending === "disposes") globalThis.lib.dispose();
  if (ending === "is terminated") setInterval(() => {}, 1000);
  parentPort.postMessage(used);
}

/** Throws over and over: each time it is the fault that was expected, with the right reason. */
async function exceptions(symbol, kind) {
  const lib = open({ afterFault: "continue" });
  const host = open({ privateHeap: false });
  const raise = lib.func(`int ${symbol}(int number)`);
  const wrong = [];
  const round = () => {
    for (let number = 0; number < 1000; number++) {
      const { fault } = errorOf(() => raise(number));
      const { type, reason } = fault.exception ?? fault;
      const said = [fault.name ?? fault.kind, type, reason].join();
      if (said !== `${kind},std::runtime_error,number ${number}`) wrong.push(said);
    }
    globalThis.gc();
    return process.memoryUsage().rss;
  };
  const [, warm, after] = [round(), round(), round()];
  const uncaught = "int uncaught()";
  return {
    wrong,
    grown: after - warm,
    uncaught: [lib.func(uncaught)(), host.func(uncaught)()],
    catches: lib.func("int throw_and_catch(int number)")(7),
  };
}

/** Text that it printed: at exit, or flushed. */
async function print(how) {
  const lib = open();
  lib.func("int print_text(const char *text)")(`${how} text\n`);
  if (how === "flushed") lib.func("int flush()")();
}

const alone = {
  corrupt,
  end,
  wait,
  limited,
  sleepsTooLong,
  exhaust,
  reopen,
  forget,
  exceptions,
  print,
};
const scenarios = { ...alone, workers, thread };
const result = await scenarios[scenario](...args);
if (isMainThread) {
  console.log(JSON.stringify({ result, troubles: await hostTroubles() }));
  if (args[0] === "process.exit()") process.exit(0);
}
