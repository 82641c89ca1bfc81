// Commits crimes of testing/wasm under limits: all that became of them in one line of JSON.
//
//   node commit.mjs <name> ...         only ever as a child with a time limit
import { wasmCrimes } from "@cofferdam/testing/wasm/crimes.mjs";
import { commitUnderLimits } from "@cofferdam/testing/wasm/limited/commit.mjs";

const TIMEOUT_MS = 150;

const outcomes = process.argv.slice(2).map((name) => {
  const crime = wasmCrimes.find((row) => row.name === name);
  return { name, ...commitUnderLimits(crime, { timeout: TIMEOUT_MS }) };
});
console.log(
  JSON.stringify(outcomes, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
);
