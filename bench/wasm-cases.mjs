import { readFileSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { honestGuests } from "@cofferdam/testing/wasm/honest.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { quickJsHost, quickJsPath, startQuickJs } from "@cofferdam/testing/wasm/real/quickjs.mjs";
import { scripts } from "@cofferdam/testing/wasm/real/scripts.mjs";
import { createWasi, wasm, wasmModule } from "@cofferdam/wasm-runtime";

/** Those that the goal is about. */
export const namedKernels = ["sha256", "matmul", "quicksort", "json"];
const otherKernels = ["matmul_simd", "qsort", "string_sort", "sieve", "fib", "crc32", "base64"];

/** What is measured is metering, and not a limit that is reached. */
const limits = { fuel: 0, timeout: 60_000, memory: "256MiB" };

/** Kernels as { raw, metered }: functions that run them once. */
export function kernelCases() {
  return [...namedKernels, ...otherKernels].map((name) => {
    const { bench } = honestGuests.find((guest) => guest.name === name);
    const raw = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmPath(name))), {});
    raw.exports._initialize?.();
    const { exports } = isolate([wasm({ limits })]).openSync(wasmModule(wasmPath(name)));
    return {
      name,
      raw: () => raw.exports[bench.export](...bench.args),
      metered: () => exports[bench.export](...bench.args),
    };
  });
}

/** Scripts of QuickJS, likewise. */
export function scriptCases() {
  const [raw, metered] = [startQuickJs(rawQuickJs()), startQuickJs(meteredQuickJs())];
  return scripts.map(({ name, code }) => ({
    name: `QuickJS: ${name}`,
    raw: () => raw.evaluate(code),
    metered: () => metered.evaluate(code),
  }));
}

function rawQuickJs() {
  const wasi = createWasi();
  const imports = { env: quickJsHost(), wasi_snapshot_preview1: wasi.imports };
  const module = new WebAssembly.Module(readFileSync(quickJsPath));
  const { exports } = new WebAssembly.Instance(module, imports);
  wasi.bind(exports.memory);
  return exports;
}

function meteredQuickJs() {
  const target = wasmModule(quickJsPath, { imports: { env: quickJsHost() }, wasi: {} });
  return isolate([wasm({ limits })]).openSync(target).exports;
}
