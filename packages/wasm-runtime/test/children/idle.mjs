// Holds instances of one module: one line of JSON, with what all of them add to the resident memory.
//
//   node --expose-gc idle.mjs raw|pool <count> <module>
import { readFileSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { createPool, wasm, wasmModule } from "@cofferdam/wasm-runtime";

const [how, count, path] = process.argv.slice(2);
const bytes = readFileSync(path);
const size = Number(count);

const holders = { raw, pool };
await holders[how](2); // what is made once
const before = resident();
const kept = await holders[how](size);
console.log(JSON.stringify({ bytes: resident() - before, kept: kept.length }));

function raw(size) {
  const module = new WebAssembly.Module(bytes);
  return Array.from({ length: size }, () => new WebAssembly.Instance(module, {}));
}

/** All of them used once, and idle. */
async function pool(size) {
  const pool = createPool(isolate([wasm()]), wasmModule(bytes), { size, queue: size, timeout: 0 });
  const leases = await Promise.all(Array.from({ length: size }, () => pool.checkout()));
  for (const { instance } of leases) instance.exports.run();
  for (const lease of leases) lease.release();
  const { idle } = pool.status();
  return { length: idle, pool };
}

function resident() {
  for (let time = 0; time < 3; time++) globalThis.gc();
  return process.memoryUsage().rss;
}
