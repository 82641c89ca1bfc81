// Runs guests, given in base64, that call their own functions on ways that they choose at random, until the depth ends them;
// they call the host on the way, who measures how much of the stack is gone. The last line is JSON: the most bytes that were
// gone and not counted, how often it was measured, and how often a guest was ended.
import { Allowance, EXPORTED, meter } from "@cofferdam/wasm-runtime/metering";

/** Frame units, and bytes of stack that V8 has by itself. */
const [UNITS, STACK_BYTES] = [2600, 984 * 1024];
const infinite = Number.POSITIVE_INFINITY;
const limits = { fuel: 3e6, timeout: 3000, pages: infinite, elements: infinite, stack: UNITS };

let depth = 0;
for (let round = 0; round < 200; round++) framesLeft(); // compiled by then, so that frames are all as large
const frames = framesLeft();
let [uncounted, measured, ended] = [-infinite, 0, 0];
for (const module of process.argv.slice(2)) runAll(Buffer.from(module, "base64"));
console.log(JSON.stringify({ uncounted, measured, ended }));

function runAll(module) {
  const { bytes, manifest } = meter(module, { stack: true });
  const allowance = new Allowance(manifest, limits);
  let calls = 0;
  const host = () => {
    if (++calls % 97 === 0 || allowance.stackLeft < 4) measure(allowance.stackLeft);
  };
  const imports = { env: { host }, ...allowance.imports };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  allowance.attach(exports);
  const runs = Object.keys(exports).filter((name) => name.startsWith("run"));
  for (const name of runs) run(exports[name], allowance, exports[EXPORTED.stack]);
}

function run(call, allowance, stack) {
  allowance.begin();
  try {
    call();
  } catch (error) {
    if (error instanceof RangeError) throw error; // V8's own stack overflow
    if (stack.value < 0) ended++;
  }
  allowance.end();
}

function measure(unitsLeft) {
  const gone = ((frames - framesLeft()) / frames) * STACK_BYTES;
  uncounted = Math.max(uncounted, Math.round(gone - (UNITS - unitsLeft) * 256));
  measured++;
}

/** Of a small function. */
function framesLeft() {
  depth = 0;
  try {
    deeper();
  } catch {}
  return depth;
}

function deeper() {
  depth++;
  deeper();
}
