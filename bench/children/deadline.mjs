// node deadline.mjs MODE CALLS     prints how many ms past its limit each call of each case was over, as JSON
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { cases, GRACE_MS, LIMIT_MS } from "../deadline-cases.mjs";
import { slowLibrary } from "../native/build.mjs";

const WARMUPS = 2;
const [mode, calls] = process.argv.slice(2);
const layers = [
  signals({ afterFault: "continue" }),
  deadline({ timeout: LIMIT_MS, grace: GRACE_MS }),
  stack(),
];
const lib = isolate(layers).openSync(library(slowLibrary()));
const samples = Object.fromEntries(cases.map(({ name }) => [name, []]));

for (let call = -WARMUPS; call < Number(calls); call++) {
  for (const one of cases) {
    const over = await overdue(one);
    if (call >= 0) samples[one.name].push(over);
  }
}
console.log(JSON.stringify(samples));

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
