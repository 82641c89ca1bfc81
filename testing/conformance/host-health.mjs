// Is the host still well? Plain JavaScript, so that fixtures, which Node runs as they are, can ask too.

import { readdirSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** (module (memory 1) (func (export "load") (param i32) (result i32) local.get 0 i32.load)) */
const WASM_LOAD = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version
  ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f], // type: (i32) -> i32
  ...[0x03, 0x02, 0x01, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01], // one function, one page of memory
  ...[0x07, 0x08, 0x01, 0x04, 0x6c, 0x6f, 0x61, 0x64, 0x00, 0x00], // export "load"
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x28, 0x02, 0x00, 0x0b], // its code
);

/** Each check by what goes wrong when it fails. */
const checks = {
  "denormals are flushed to zero": () => smallest() / 2 > 0 && smallest() / 2 + 0 < smallest(),
  "floats are rounded the wrong way": () => number(0.1) + number(0.2) === 0.30000000000000004,
  "memory is copied the wrong way round": copiesForwards,
  "blocks of memory do not keep their bytes": keepsBytes,
  "the garbage collector fails": collects,
  "the event loop stands still": turns,
  "the thread pool does not answer": async () => (await stat("/")).isDirectory(),
  "WebAssembly does not trap out of bounds": trapsOutOfBounds,
};

/** @returns {Promise<string[]>} what is wrong with this process; empty: it is well */
export async function hostTroubles() {
  const troubles = [];
  for (const [trouble, isWell] of Object.entries(checks)) {
    if (!(await isWell())) troubles.push(trouble);
  }
  return troubles;
}

/** How many descriptors and mappings the process has. */
export function resources() {
  const descriptors = readdirSync("/proc/self/fd").length;
  const mappings = readFileSync("/proc/self/maps", "utf8").split("\n").length;
  return { descriptors, mappings };
}

/**
 * The value, from memory: a constant would be computed when the code is compiled.
 * @param {number} value
 */
function number(value) {
  return Float64Array.of(value)[0] ?? 0;
}

function smallest() {
  return number(2.2250738585072014e-308); // the smallest that is not a denormal
}

function copiesForwards() {
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 251));
  const copy = Buffer.alloc(4096);
  bytes.copy(copy);
  return bytes.equals(copy) && "ab".repeat(300).lastIndexOf("ab") === 598;
}

function keepsBytes() {
  const sizes = [1, 24, 100, 1000, 5000, 70_000, 1_000_000];
  const blocks = sizes.map((size) => new Uint8Array(size).fill(size % 251));
  return blocks.every((block) => block.every((byte) => byte === block.length % 251));
}

function collects() {
  let kept;
  for (let round = 0; round < 20_000; round++) kept = { round, before: kept?.round };
  globalThis.gc?.();
  return kept?.round === 19_999;
}

async function turns() {
  const order = [];
  setImmediate(() => order.push("immediate"));
  await sleep(1);
  await new Promise((resolve) => setImmediate(resolve));
  return order.length === 1;
}

function trapsOutOfBounds() {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(WASM_LOAD));
  const { load } = instance.exports;
  if (load(0) !== 0) return false;
  try {
    load(1_000_000_000);
    return false;
  } catch (error) {
    return error instanceof WebAssembly.RuntimeError;
  }
}
