import { callLoop, interleave, median, pairedRatio } from "@cofferdam/bench/harness.mjs";
import { library } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import koffi from "koffi";
import { dim } from "./terminal.mjs";

const ROUNDS = 101;
const CALLS = 20_000;
const HONEST = libraryPath("honest");

const functions = [
  { name: "add(int, int)", prototype: "int add(int a, int b)", call: "f(i, 7)" },
  { name: "nop()", prototype: "void nop()", call: "f()" },
];

/** @returns {string[]} each function with its ratio to plain koffi */
export function overheadPart(guard) {
  return functions.map(({ name, prototype, call }) => {
    const variants = {
      plain: callLoop(call, koffi.load(HONEST).func(prototype), CALLS),
      guarded: callLoop(call, guard.openSync(library(HONEST)).func(prototype), CALLS),
    };
    const { plain, guarded } = interleave(variants, { rounds: ROUNDS });
    const ratio = pairedRatio(guarded, plain).toFixed(2);
    const times = `plain koffi ${median(plain).toFixed(1)} ns, guarded ${median(guarded).toFixed(1)} ns`;
    console.log(`  ${name.padEnd(14)} ×${ratio}   ${dim(times)}`);
    return `${name} ×${ratio}`;
  });
}
