// Opens and disposes of many modules in workers; one line of JSON: threads and descriptors of this process before and after.
// It ends by itself although a module stays open.
import { readdirSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { wasm, wasmModule } from "@cofferdam/wasm-runtime";

const guard = isolate([wasm({ worker: true })]);
const count = () => ({
  threads: readdirSync("/proc/self/task").length,
  descriptors: readdirSync("/proc/self/fd").length,
});

const first = count();
await round(10);
const before = await settled(({ threads }) => threads <= first.threads);
await round(100);
const after = await settled(({ threads }) => threads <= before.threads);
await abandon(10);
const collected = await settled(({ threads }) => threads <= before.threads, globalThis.gc);
await guard.open(wasmModule(wasmPath("fib")));
console.log(JSON.stringify({ before, after, collected }));

async function round(times) {
  for (let i = 0; i < times; i += 10) {
    const opened = await Promise.all(Array.from({ length: 10 }, open));
    for (const guest of opened) guest.dispose();
  }
}

async function open() {
  const guest = await guard.open(wasmModule(wasmPath("fib")));
  await guest.exports.run.async(5);
  return guest;
}

/** Nobody has them, and nobody has disposed of them. */
async function abandon(times) {
  await Promise.all(Array.from({ length: times }, open));
}

/** When it is so, or in some seconds: threads take their time to end. */
async function settled(isSo, meanwhile = () => {}) {
  for (let i = 0; i < 100 && !isSo(count()); i++) {
    meanwhile();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return count();
}
