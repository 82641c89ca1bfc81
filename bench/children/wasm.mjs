// node --expose-gc wasm.mjs     what is around guests, measured in the Node that runs this; prints JSON
import { readFileSync } from "node:fs";
import { isolate, outcome } from "@cofferdam/core";
import { wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { quickJsHost, quickJsPath } from "@cofferdam/testing/wasm/real/quickjs.mjs";
import { createWasi, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import { meter } from "@cofferdam/wasm-runtime/metering";
import createPlugin from "@extism/extism";
import { callLoop, interleave, interleaveAsync, nanoseconds } from "../harness.mjs";
import { extismPlugin } from "../native/build.mjs";

const ROUNDS = 21;
const OVERSHOOTS = 7;
const DEADLINE_MS = 20;
const IDLE_INSTANCES = 10_000;

const report = {
  node: process.versions.node,
  calls: calls(),
  plugins: await plugins(),
  instances: instances(),
  resets: resets(),
  overshoots: overshoots(),
  rewriting: rewriting(),
  idle: idle(),
};
console.log(JSON.stringify(report));

/** ns of a call of an export that does nothing. */
function calls() {
  const raw = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmPath("nop"))), {});
  const { exports } = isolate([wasm()]).openSync(wasmModule(wasmPath("nop")));
  const clock = () => performance.now();
  return interleave(
    {
      raw: callLoop("f(i)", raw.exports.nop),
      armed: callLoop("f(i)", exports.nop),
      "performance.now()": callLoop("f()", clock),
    },
    { rounds: ROUNDS },
  );
}

/** ns of a plugin that counts vowels: bytes there, a number back. */
async function plugins() {
  const extism = await createPlugin(await WebAssembly.compile(readFileSync(extismPlugin())), {
    useWasi: false,
    runInWorker: false,
  });
  const ours = openPlugin();
  const samples = {};
  for (const length of [0, 64, 1024]) {
    const text = Buffer.from("the quick brown fox jumps over it ".repeat(40).slice(0, length));
    const symbol = length === 0 ? "nop" : "count_vowels";
    const request = Buffer.concat([Buffer.from(length === 0 ? "e" : "v"), text]);
    samples[length] = await interleaveAsync(
      {
        Extism: () => extismRound(extism, () => extism.call(symbol, text)),
        cofferdam: async () => nanoseconds(() => repeat(5000, () => ours.invoke(request))) / 5000,
        "cofferdam, .async": () => timed(500, () => ours.invoke.async(request)),
      },
      { rounds: ROUNDS },
    );
  }
  await extism.close();
  return samples;
}

function openPlugin() {
  const imports = { env: { host_transform: () => -1 } };
  return isolate([wasm()]).openSync(wasmModule(wasmPath("plugin"), { imports, wasi: {} }));
}

/** What it allocates is kept until `reset`, and makes each call slower than the one before. */
async function extismRound(extism, call) {
  const [rounds, times] = [25, 20];
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    await extism.reset();
    sum += await timed(times, call);
  }
  return sum / rounds;
}

async function timed(times, call) {
  const begun = process.hrtime.bigint();
  for (let time = 0; time < times; time++) await call();
  return Number(process.hrtime.bigint() - begun) / times;
}

function repeat(times, call) {
  for (let time = 0; time < times; time++) call();
}

/** µs to have a module's instance, whose bytes were seen before. */
function instances() {
  const bytes = readFileSync(wasmPath("plugin"));
  const compiled = new WebAssembly.Module(bytes);
  const env = { host_transform: () => -1 };
  const guard = isolate([wasm()]);
  const small = wasmModule(bytes, { imports: { env }, wasi: {} });
  const raw = () => {
    const wasi = createWasi();
    const imports = { env, wasi_snapshot_preview1: wasi.imports };
    const { exports } = new WebAssembly.Instance(compiled, imports);
    wasi.bind(exports.memory);
    exports._initialize();
  };
  const times = 50;
  const variants = {
    raw: () => nanoseconds(() => repeat(times, raw)) / times / 1000,
    cached: () => nanoseconds(() => repeat(times, () => guard.openSync(small))) / times / 1000,
  };
  return interleave(variants, { rounds: ROUNDS });
}

/** µs to put QuickJS back: 21 pages. */
function resets() {
  const target = wasmModule(quickJsPath, { imports: { env: quickJsHost() }, wasi: {} });
  const guest = isolate([wasm()]).openSync(target);
  const pages = guest.memory.buffer.byteLength / 65_536;
  const times = 20;
  const variants = {
    reset: () => nanoseconds(() => repeat(times, () => guest.reset())) / times / 1000,
  };
  return { pages, ...interleave(variants, { rounds: ROUNDS }) };
}

/** ms by which guests that do not end are over their time. */
function overshoots() {
  const hangs = wasmCrimes.filter(
    ({ expect, needs, linking }) =>
      expect.kind === "timeout" &&
      expect.at !== "open" &&
      linking === "none" &&
      missingFeatures(needs).length === 0,
  );
  const limits = { timeout: DEADLINE_MS, fuel: 0, memory: "4GiB", tableElements: 10_000_000 };
  const guard = isolate([wasm({ limits, afterFault: "continue" })]);
  const samples = {};
  for (const { name, module, call, imports } of hangs) {
    const guest = guard.openSync(wasmModule(wasmPath(module), { imports: imports?.() ?? {} }));
    samples[name] = Array.from({ length: OVERSHOOTS }, () => {
      guest.reset(); // what the last call left is not this one's
      const begun = performance.now();
      const { fault } = outcome(() => guest.exports[call.export](...call.args));
      const took = performance.now() - begun;
      if (fault?.kind !== "timeout") throw new Error(`${name} ended in ${fault?.kind}`);
      return took - DEADLINE_MS;
    }).slice(1); // the first one compiles it
    guest.dispose();
  }
  return samples;
}

/** MB a second, first and later. */
function rewriting() {
  const bytes = readFileSync(quickJsPath);
  const rate = () => bytes.length / 1e6 / (nanoseconds(() => meter(bytes)) / 1e9);
  const first = rate();
  const validation = () =>
    bytes.length / 1e6 / (nanoseconds(() => WebAssembly.validate(bytes)) / 1e9);
  const variants = { rewriting: rate, "validation alone, by V8": validation };
  return { first, ...interleave(variants, { rounds: ROUNDS, warmups: 20 }) };
}

/** MB of resident memory that instances take that nobody calls. */
function idle() {
  const guard = isolate([wasm()]);
  const target = wasmModule(readFileSync(wasmPath("nop")));
  const compiled = new WebAssembly.Module(readFileSync(wasmPath("nop")));
  const measured = (make) => {
    globalThis.gc();
    const before = process.memoryUsage.rss();
    const kept = Array.from({ length: IDLE_INSTANCES }, make);
    globalThis.gc();
    const grown = (process.memoryUsage.rss() - before) / 1e6;
    return kept.length === IDLE_INSTANCES && grown;
  };
  const raw = measured(() => new WebAssembly.Instance(compiled, {}));
  return { raw, cofferdam: measured(() => guard.openSync(target)) };
}
