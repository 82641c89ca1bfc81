// Calls a function that crashes before its aggregate result is there, over memory that is full of garbage.
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";

const [path, switched] = process.argv.slice(2);
const layers = [signals({ afterFault: "continue" }), ...(switched === "true" ? [stack()] : [])];
const lib = isolate(layers).openSync(library(path));
koffi.struct("Words", { word: koffi.array("long", 16) });
koffi.struct("Texts", { a: "const char *", b: "const char *", c: "const char *" });
const soil = lib.func("long soil(const Words *words)");
const unfinished = lib.func("Texts unfinished(int crash)");

const codes = new Set();
for (let time = 0; time < 100; time++) {
  soil({ word: Array(16).fill(0x4141414141414141n) });
  try {
    unfinished(1);
  } catch (error) {
    codes.add(error.code);
  }
}
console.log(JSON.stringify({ codes: [...codes], after: unfinished(0) }));
