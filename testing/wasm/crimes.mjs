// The hostile corpus: one row per crime, with what must become of it under limits, and what it was seen to do to raw V8.
//
// Plain JavaScript, so that tests, bench and demo can all import it.

import { edgeCrimes } from "./catalogue/edges.mjs";
import { moduleCrimes } from "./catalogue/modules.mjs";
import { spaceCrimes } from "./catalogue/space.mjs";
import { stackCrimes } from "./catalogue/stack.mjs";
import { timeCrimes } from "./catalogue/time.mjs";
import { trapCrimes } from "./catalogue/traps.mjs";

/** @type {import("./crimes.d.mts").wasmCrimes} */
export const wasmCrimes = Object.freeze([
  ...timeCrimes,
  ...stackCrimes,
  ...spaceCrimes,
  ...moduleCrimes,
  ...edgeCrimes,
  ...trapCrimes,
]);
