// Processes and workers that end while asynchronous calls are running, guarded ones or koffi's own.
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { koffi } from "@cofferdam/ffi";
import { open, path, say, scenario, settled } from "./async.mjs";

const NAP = "int nap(int milliseconds)";
const NAP_AND_WRITE = "int nap_and_write(int milliseconds, uintptr_t address)";
const NAP_AND_APPLY = "int nap_and_apply(int milliseconds, IntToInt *callback, int x)";

/** Starts calls that take a while: more than run at once. */
function startAll(what) {
  if (what.startsWith("plain")) {
    const [nap, apply] = [NAP, NAP_AND_APPLY].map((one) => koffi.load(path).func(one));
    for (let call = 0; call < 8; call++) {
      if (what === "plain") nap.async(200, () => {});
      else
        apply.async(
          200,
          (x) => x,
          1,
          () => {},
        );
    }
    return;
  }
  const lib = open();
  const [nap, crash, apply] = [NAP, NAP_AND_WRITE, NAP_AND_APPLY].map((one) => lib.func(one).async);
  for (let call = 0; call < 8; call++) {
    if (what === "good") settled(nap(200));
    if (what === "crashing") settled(call % 2 ? crash(200, 16) : nap(200));
    if (what === "calling back") settled(apply(200, (x) => x, 1));
  }
}

function startWorker(data) {
  return new Worker(fileURLToPath(import.meta.url), { workerData: data, argv: [scenario, path] });
}

/** Ends a worker in the middle of its calls; the process goes on. */
async function terminated(what) {
  for (let round = 0; round < 3; round++) {
    const worker = startWorker(what);
    await new Promise((resolve) => worker.once("message", resolve));
    await worker.terminate();
  }
  const lib = what.startsWith("plain") ? undefined : open();
  const after = lib
    ? await Promise.all([lib.func(NAP).async(1), settled(lib.func(NAP_AND_WRITE).async(1, 32))])
    : [];
  say({ result: ["ended", ...after], troubles: [] });
}

/** Calls in two workers and in the main thread at once, guilty ones and others. */
async function everywhere() {
  const workers = [startWorker("everywhere"), startWorker("everywhere")];
  const once = (event) =>
    Promise.all(workers.map((worker) => new Promise((resolve) => worker.once(event, resolve))));
  const [answers, ends] = [once("message"), once("exit")];
  say({ result: [await mixed(1), ...(await answers), ...(await ends)], troubles: [] });
}

/** @returns how many calls were answered as they should */
async function mixed(salt) {
  const lib = open();
  const add = lib.func("int add(int a, int b)").async;
  const write = lib.func("int write_to(uintptr_t address)").async;
  const overflow = lib.func("int overflow_large(int depth)").async;
  let right = 0;
  for (let round = 0; round < 10; round++) {
    const results = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        settled([add, write, overflow][n % 3](16 * (n + salt), 1)),
      ),
    );
    right += results.filter((result, n) => {
      if (n % 3 === 0) return result.value === 16 * (n + salt) + 1;
      if (n % 3 === 1) return result.address === `0x${(16 * (n + salt)).toString(16)}`;
      return result.kind === "stack-overflow";
    }).length;
  }
  return right;
}

async function onlyInWorker() {
  const worker = startWorker("everywhere");
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  const right = await new Promise((resolve) => worker.once("message", resolve));
  await ended;
  say({ result: right, troubles: [] });
}

async function unhandled() {
  open().func("int write_to(uintptr_t address)").async(16);
  await new Promise((resolve) => setTimeout(resolve, 5000)); // its process is gone by then
}

async function exiting(what) {
  startAll(what);
  await new Promise((resolve) => setTimeout(resolve, 50));
  console.log("exits");
  process.exit(3);
}

async function inWorker() {
  if (workerData === "everywhere") {
    parentPort.postMessage(await mixed(1000));
    return;
  }
  startAll(workerData);
  await new Promise((resolve) => setTimeout(resolve, 50));
  parentPort.postMessage("running");
  await new Promise((resolve) => setTimeout(resolve, 10_000));
}

const [name, what] = scenario.split(": ");
if (!isMainThread) await inWorker();
else await { terminated, everywhere, onlyInWorker, unhandled, exiting }[name](what);
