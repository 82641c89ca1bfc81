// Uses much of a stack, or all of it and more, and waits until its memory has been given back.
import { setTimeout } from "node:timers/promises";
import { args, faultOf, open, openPath, report, residentStacks, stacksOf } from "./setup.mjs";

const BYTES = 5 * 2 ** 20 + 3 * 4096; // no other mapping is just as large
const KEPT = 64 * 1024;
const [way, path] = args;

const library = way === "overflow" ? openPath(path, BYTES) : open("honest", BYTES);
const deeds = {
  use: () => library.func("int use_stack(int bytes)")(4 * 2 ** 20),
  overflow: () => faultOf(() => library.func("int overflow(int bytes)")(2048)),
};
deeds[way]();
const used = residentStacks(BYTES);
const highWater = stacksOf(library).highWater;
let attempts = 0;
do await setTimeout(50);
while (residentStacks(BYTES).some((bytes) => bytes > KEPT) && ++attempts < 200);
report({
  used,
  highWater,
  kept: residentStacks(BYTES),
  highWaterAfter: stacksOf(library).highWater,
});
