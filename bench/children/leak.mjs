// node --expose-gc leak.mjs CRIME LAYERS FAULTS     prints what the faults left behind, as JSON
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { crimes, libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { escapes } from "@cofferdam/testing/guests/escapes/catalogue.mjs";
import { layerLists, specialLists } from "../layers.mjs";

const MOST_WARMUP_FAULTS = 10_000;
/** V8 gives memory back on threads of its own, a while after a collection. */
const SETTLE_MS = 50;
const COLLECTIONS = 4;

const [crimeName, layers, faults] = process.argv.slice(2);
const { name, prototype, prepare, lends } = [...crimes, ...escapes].find(
  (crime) => crime.name === crimeName,
);
const opened = isolate({ ...layerLists, ...specialLists }[layers]).openSync(
  library(libraryPath(name)),
);
const crime = opened.func(prototype);
const args = lends ? [Buffer.alloc(lends), lends] : [];
const prepared = prepare ? opened.func(prepare) : () => {};

commit(Math.min(MOST_WARMUP_FAULTS, Number(faults)));
const before = await use();
commit(Number(faults));
const after = await use();
console.log(
  JSON.stringify({
    rss: after.rss - before.rss,
    heap: after.heap - before.heap,
    fds: after.fds - before.fds,
    mappings: after.mappings - before.mappings,
  }),
);

function commit(count) {
  for (let done = 0; done < count; done++) {
    try {
      prepared();
      crime(...args);
    } catch {
      continue;
    }
    throw new Error(`The crime ${name} went unnoticed.`);
  }
}

async function use() {
  for (let done = 0; done < COLLECTIONS; done++) {
    globalThis.gc();
    await setTimeout(SETTLE_MS);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rss,
    heap: heapUsed,
    fds: readdirSync("/proc/self/fd").length,
    mappings: readFileSync("/proc/self/maps", "latin1").split("\n").length,
  };
}
