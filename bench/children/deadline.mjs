// node deadline.mjs MODE CALLS     prints how many ms past its limit each call of each case was over, as JSON
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { cases, GRACE_MS, LIMIT_MS } from "../deadline-cases.mjs";
import { interleaveAsync } from "../harness.mjs";
import { slowLibrary } from "../native/build.mjs";

const [mode, calls] = process.argv.slice(2);
const layers = [
  signals({ afterFault: "continue" }),
  deadline({ timeout: LIMIT_MS, grace: GRACE_MS }),
  stack(),
];
const lib = isolate(layers).openSync(library(slowLibrary()));
const variants = cases.map((one) => [one.name, () => overdue(one)]);
const options = { rounds: Number(calls), warmups: 2 };
console.log(JSON.stringify(await interleaveAsync(Object.fromEntries(variants), options)));

async function overdue({ name, ends }) {
  const func = lib.func(`int ${name}(void)`);
  const start = performance.now();
  try {
    if (mode === "asynchronous") await func.async();
    else func();
  } catch (error) {
    const took = performance.now() - start;
    if (error.fault?.kind === "timeout" && ends.includes(error.fault.abandoned)) {
      return took - LIMIT_MS;
    }
    throw error;
  }
  throw new Error(`The call of ${name} went unnoticed.`);
}
