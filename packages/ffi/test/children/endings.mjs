// Ends of the process that come out of a callback of a guarded call, and are none of the guest's doing.
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { applyOf, main, open } from "./setup.mjs";

const lib = open();
const crash = "int crash(int where)";

const endings = {
  "koffi by itself crashes": () => koffi.load(lib.path).func(crash)(1),
  "a library without layers crashes": () => isolate([]).openSync(library(lib.path)).func(crash)(1),
  "process.abort()": () => process.abort(),
  "a signal from outside": () => {
    process.kill(process.pid, "SIGSEGV");
    for (;;); // until it arrives
  },
  "process.exit()": () => process.exit(3),
  "an uncaught exception": () => {
    throw new Error("thrown by the host");
  },
};

await main(
  Object.fromEntries(
    Object.entries(endings).flatMap(([name, end]) =>
      ["direct", "registered"].map((how) => [
        `${name}, ${how}`,
        () => {
          const result = applyOf(lib, how)(() => end() ?? 1, 1, 0);
          return `survived with ${result}`;
        },
      ]),
    ),
  ),
);
