// node wasm-kernels.mjs     prints the samples of each kernel, raw and metered, in ms; as JSON
import { interleave, nanoseconds } from "../harness.mjs";
import { kernelCases, scriptCases } from "../wasm-cases.mjs";

const ROUNDS = 31;
/** A sample: long enough for the clock, short enough to be over before another process wants the core. */
const SAMPLE_MS = 4;

const samples = {};
for (const { name, raw, metered } of [...kernelCases(), ...scriptCases()]) {
  const times = timesFor(raw);
  const variants = { raw: sampled(raw, times), metered: sampled(metered, times) };
  samples[name] = interleave(variants, { rounds: ROUNDS, warmups: 15 });
}
console.log(JSON.stringify({ node: process.versions.node, samples }));

function sampled(run, times) {
  return () => {
    const ns = nanoseconds(() => {
      for (let time = 0; time < times; time++) run();
    });
    return ns / times / 1e6;
  };
}

/** How often it runs in a sample. */
function timesFor(run) {
  for (let warm = 0; warm < 20; warm++) run();
  return Math.max(1, Math.round((SAMPLE_MS * 1e6) / nanoseconds(run)));
}
