/**
 * Times variants of one thing against each other. Machines drift (clock, caches, neighbours), so each round
 * measures every variant once, and what is compared are the samples of the same round. Samples are short, so that most of
 * them are over before another process wants the core.
 */

/**
 * Samples of each variant, a round at a time.
 *
 * @param {Record<string, () => number>} variants each measures itself once
 * @param {{ rounds: number, warmups?: number }} options
 * @returns {Record<string, number[]>}
 */
export function interleave(variants, { rounds, warmups = 5 }) {
  const names = Object.keys(variants);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < warmups + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length]; // so that nobody always runs first
      const sample = variants[name]();
      if (round >= warmups) samples[name].push(sample);
    }
  }
  return samples;
}

/** The same for variants whose measuring has to be awaited. @param {Record<string, () => Promise<number>>} variants */
export async function interleaveAsync(variants, { rounds, warmups = 5 }) {
  const names = Object.keys(variants);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < warmups + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      const sample = await variants[name]();
      if (round >= warmups) samples[name].push(sample);
    }
  }
  return samples;
}

let loops = 0;

/**
 * A variant that times `count` calls in a loop of its own, in ns per call. Each loop has its own source text: V8
 * inlines a call only where it has seen one function, and functions of the same text share what they have seen.
 *
 * @param {string} call the call in JavaScript: `f` is the target, `i` counts
 * @param {Function} target
 */
export function callLoop(call, target, count = 20_000) {
  const loop = new Function("f", "n", `/* ${++loops} */ for (let i = 0; i < n; i++) ${call};`);
  return () => nanoseconds(() => loop(target, count)) / count;
}

/** What `work` takes, in ns. */
export function nanoseconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of sample over base, round by round. */
export function pairedRatio(samples, base) {
  return median(samples.map((sample, round) => sample / base[round]));
}

/** Median of sample minus base, round by round. */
export function pairedDifference(samples, base) {
  return median(samples.map((sample, round) => sample - base[round]));
}
