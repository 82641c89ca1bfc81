// node memory.mjs     prints the samples of each case's variants, as JSON
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { guardedBuffer, memory } from "@cofferdam/memory";
import koffi from "koffi";
import { callLoop, interleave } from "../harness.mjs";
import { layerLists } from "../layers.mjs";
import { cases } from "../memory-cases.mjs";

const ROUNDS = 31;
const LIBC = "libc.so.6";
const withMemory = [...layerLists["signals + stack"], memory()];

const calls = cases.map((one) => [one.name, interleave(variants(one), { rounds: ROUNDS })]);
const creation = interleave(creations(), { rounds: ROUNDS });
console.log(JSON.stringify({ calls: Object.fromEntries(calls), creation }));

/** Not many: their memory is given back between turns of the event loop, and this is one turn. */
function creations() {
  return {
    plain: callLoop("f(4096)", Buffer.alloc, 100),
    guardedBuffer: callLoop("f(4096)", guardedBuffer, 100),
  };
}

/** Each variant has a buffer and a library of its own. */
function variants({ bytes, prototype, call, count }) {
  const plain = () => ({ func: (text) => koffi.load(LIBC).func(text) });
  const guarded = (layers) => isolate(layers).openSync(library(LIBC));
  const timed = (lib, buffer) => {
    const target = lib.func(prototype);
    return callLoop(call, (value) => target(buffer, value, bytes), count);
  };
  return {
    plain: timed(plain(), Buffer.alloc(bytes)),
    "plain again": timed(plain(), Buffer.alloc(bytes)),
    "signals + stack": timed(guarded(layerLists["signals + stack"]), Buffer.alloc(bytes)),
    "+ memory": timed(guarded(withMemory), Buffer.alloc(bytes)),
    "+ memory, guardedBuffer": timed(guarded(withMemory), guardedBuffer(bytes)),
  };
}
