// Does the same thing over and over: what it takes of the process must not grow.
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { open, outcome, say } from "./setup.mjs";

const [work, rounds] = [process.argv[2], Number(process.argv[5])];
const kept = open();
const prototypes = {
  add: "int add(int a, int b)",
  crash: "int crash(int where)",
  apply: "int apply(IntToInt *callback, int x, int where)",
  sum: "int sum_variadic(int where, int count, ...)",
};

const works = {
  "open, link, call, dispose": () => {
    const lib = open();
    lib.func(prototypes.add)(1, 2);
    lib.func(prototypes.apply)((x) => x, 1, 0);
    lib.func(prototypes.sum)(0, 1, "int", 1);
    lib.variable("freed", "int").get();
    lib.unregister(lib.register((x) => x, "IntToInt *"));
    lib.register((x) => x, "IntToInt *");
    lib.dispose();
  },
  "open, link, crash, dispose": () => {
    const lib = open();
    outcome(() => lib.func(prototypes.crash)(1));
    lib.dispose();
  },
  "crash, reopen": () => {
    outcome(() => kept.func(prototypes.crash)(1));
    kept.reopen();
  },
  "open, link, forget": () => {
    open().func(prototypes.add)(1, 2);
  },
  "open, call asynchronously, forget": async () => {
    const lib = open();
    await lib.func(prototypes.add).async(1, 2);
    await lib.func(prototypes.apply).async((x) => x, 1, 0);
    await lib
      .func(prototypes.crash)
      .async(1)
      .catch(() => {});
  },
};

/** Collects garbage until the finalizers have run. */
async function tidy(turns) {
  for (let times = 0; times < turns; times++) {
    globalThis.gc();
    await turn();
  }
}

function usage() {
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    mappings: readFileSync("/proc/self/maps", "utf8").split("\n").length,
    kibibytes: Number(/Rss:\s+(\d+)/.exec(readFileSync("/proc/self/smaps_rollup", "utf8"))[1]),
  };
}

async function repeat(times) {
  for (let round = 0; round < times; round++) {
    await works[work]();
    if (round % 100 === 99) await tidy(1);
  }
  await tidy(4);
  return usage();
}

await repeat(rounds); // V8 takes two of them to settle
const warm = await repeat(rounds);
say({ warm, after: await repeat(rounds) });
