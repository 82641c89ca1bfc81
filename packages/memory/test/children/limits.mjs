// As many guarded buffers as there may be, and one more; then all are given up.
import { setImmediate as turn } from "node:timers/promises";
import { guardedBuffer } from "@cofferdam/memory";
import { args, faultOf, figures, open, report } from "./setup.mjs";

const guest = open(args[0]);
const write = guest.func("int write_at(uint8_t *bytes, long offset)");
let kept = [];
const refusal = errorOf(() => {
  for (;;) kept.push(guardedBuffer(1));
});
const full = figures().regions;
const refusedCall = errorOf(() => write(Buffer.alloc(8), 1));
const { lent } = figures();
const stillGuarded = faultOf(() => write(kept[4000], 1))?.kind;
kept = [];
for (let round = 0; round < 10 && figures().regions > 100; round++) {
  globalThis.gc();
  await turn();
}
const left = figures().guardedBuffers;
const afterwards = [write(Buffer.alloc(8), 1), guardedBuffer(1).length];
report({ refusal, full, refusedCall, lent, stillGuarded, left, afterwards });

function errorOf(call) {
  try {
    call();
    return undefined;
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}
