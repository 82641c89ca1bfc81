import { isDeepStrictEqual } from "node:util";
import { interleave, median, pairedRatio } from "@cofferdam/bench/harness.mjs";
import { dim, report } from "./terminal.mjs";

const ROUNDS = 5;

/**
 * Does the same work with plain koffi and through the gate, in turns; prints whether the results are the same, and
 * the times as a ratio.
 *
 * @param {string} title
 * @param {(library: object) => unknown} work
 * @param {{ plain: object, guarded: object }} libraries
 * @param {(result: unknown) => boolean} isRight against something that is neither of the two
 */
export function compare(title, work, { plain, guarded }, isRight) {
  const results = { plain: [], guarded: [] };
  const timed = (name, library) => () => {
    const start = process.hrtime.bigint();
    results[name].push(work(library));
    return Number(process.hrtime.bigint() - start);
  };
  const variants = { plain: timed("plain", plain), guarded: timed("guarded", guarded) };
  const samples = interleave(variants, { rounds: ROUNDS, warmups: 1 });
  const [expected] = results.plain;
  const same = [...results.plain, ...results.guarded].every((one) =>
    isDeepStrictEqual(one, expected),
  );
  const took = `${(median(samples.plain) / 1e6).toFixed(1)} ms`.padStart(9);
  const ratio = pairedRatio(samples.guarded, samples.plain).toFixed(2);
  const times = dim(`plain ${took}, guarded ×${ratio}`);
  return report(same && isRight(expected), `${title.padEnd(58)} ${times}`);
}
