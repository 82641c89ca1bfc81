// Runs functions of a metered module whose arrays are as long as they are told; the last line is JSON: for each call
// [name, count] its fuel, or how it ended, after how many milliseconds.
import { Allowance, meter } from "@cofferdam/wasm-runtime/metering";

const [module, fuel, calls] = process.argv.slice(2);
const { bytes, manifest } = meter(Buffer.from(module, "base64"), { allow: { gc: true } });
const infinite = Number.POSITIVE_INFINITY;
const limits = { fuel: Number(fuel), timeout: 50, pages: infinite, elements: infinite, stack: 100 };
const allowance = new Allowance(manifest, limits);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), allowance.imports);
allowance.attach(exports);

const outcomes = JSON.parse(calls).map(([name, count]) => {
  const begun = performance.now();
  allowance.begin();
  const end = endOf(name, count);
  allowance.end();
  return { name, count, ...end, fuel: allowance.used, took: performance.now() - begun };
});
console.log(JSON.stringify(outcomes));

function endOf(name, count) {
  try {
    exports[name](count);
    return {};
  } catch (error) {
    return { ended: error.kind ?? error.message };
  }
}
