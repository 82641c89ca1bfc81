// Guarded buffers live for a while and go, without a hand on the garbage collector.
import { setImmediate as turn } from "node:timers/promises";
import { guardedBuffer } from "@cofferdam/memory";
import { figures, report } from "./setup.mjs";

const LIVE = 2000;
const kept = [];
let most = 0;
for (let count = 0; count < 20_000; count++) {
  kept[count % LIVE] = guardedBuffer(1);
  if (count % 50 !== 0) continue;
  await turn(); // finalizers run between turns
  most = Math.max(most, figures().regions);
}
report(most);
