// node async.mjs     prints the samples of each case's variants, as JSON
import { promisify } from "node:util";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import koffi from "koffi";
import { cases } from "../async-cases.mjs";
import { interleaveAsync } from "../harness.mjs";
import { layerLists } from "../layers.mjs";

const ROUNDS = 41;
const HONEST = libraryPath("honest");

const samples = {};
for (const { name, prototype, args, atOnce } of cases) {
  const all = variants(prototype, args, atOnce);
  samples[name] = await interleaveAsync(all, { rounds: ROUNDS });
}
console.log(JSON.stringify(samples));

function variants(prototype, args, atOnce) {
  const guarded = isolate(layerLists["signals + stack"]).openSync(library(HONEST));
  // opened before koffi's own: that is how an application does it, and koffi's settings are for both
  const plain = () => promisify(koffi.load(HONEST).func(prototype).async);
  return {
    plain: timed(plain(), args, atOnce),
    "plain again": timed(plain(), args, atOnce), // how far from 1 a ratio is that should be 1
    "signals + stack": timed(guarded.func(prototype).async, args, atOnce),
  };
}

/** Times calls, `atOnce` at a time, in ns per call. */
function timed(call, args, atOnce) {
  const groups = Math.ceil(400 / atOnce);
  return async () => {
    const start = process.hrtime.bigint();
    for (let group = 0; group < groups; group++) {
      if (atOnce === 1) await call(...args);
      else await Promise.all(Array.from({ length: atOnce }, () => call(...args)));
    }
    return Number(process.hrtime.bigint() - start) / (groups * atOnce);
  };
}
