// Commits one crime, and posts what came of it.

import { openSync, readFileSync } from "node:fs";
import { WASI } from "node:wasi";
import { parentPort, workerData } from "node:worker_threads";
import { wasmCrimes } from "../crimes.mjs";
import { wasmPath } from "../paths.mjs";
import { exchange } from "./plugin.mjs";

const crime = wasmCrimes.find(({ name }) => name === workerData.name);
const started = performance.now();
const outcome = commit();
parentPort.postMessage({ ...outcome, guestMs: performance.now() - started });

function commit() {
  const guest = { exports: {} };
  try {
    return { kind: "returns", ...attempt(guest) };
  } catch (error) {
    return { kind: "throws", ...described(error), ...lookAfter(guest) };
  }
}

function described(error) {
  if (typeof error === "symbol") return { type: "exit" }; // node:wasi's way out of a reactor
  const type = error instanceof WebAssembly.Exception ? "Exception" : error.name;
  return { type, message: String(error.message) };
}

function lookAfter({ exports }) {
  const { after } = crime;
  return after && { after: exports[after.export](...after.args) };
}

function attempt(guest) {
  const wasi = makeWasi();
  const call = (name, ...args) => guest.exports[name](...args);
  const memory = () => guest.exports.memory.buffer;
  const imports = { ...wasi?.getImportObject(), ...crime.imports?.({ call, memory }) };
  const module = new WebAssembly.Module(readFileSync(wasmPath(crime.module)));
  const instance = new WebAssembly.Instance(module, imports);
  guest.exports = instance.exports;
  if (crime.linking === "command") return { value: wasi.start(instance) };
  if (wasi) wasi.initialize(instance);
  else guest.exports._initialize?.();
  if (crime.linking === "plugin") return { exchange: exchange(guest.exports) };
  return { value: printable(call(crime.call.export, ...crime.call.args)) };
}

function makeWasi() {
  if (!["wasi", "command"].includes(crime.linking)) return undefined;
  return new WASI({
    version: "preview1",
    args: [crime.name],
    preopens: crime.folder ? { [crime.folder]: workerData.given } : {},
    stdout: openSync("/dev/null", "w"),
    returnOnExit: true,
  });
}

/** For JSON. */
function printable(value) {
  return typeof value === "bigint" ? `${value}n` : value;
}
