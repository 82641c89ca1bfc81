// How long it takes from a guest's crime to the caught error, with its frames symbolised.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import koffi from "koffi";
import { interleave, median, nanoseconds } from "../harness.mjs";
import { layerLists } from "../layers.mjs";
import { loopLibrary } from "../native/build.mjs";
import { figure } from "../results.mjs";

const ROUNDS = 101;
const FAULTS = 25;

const crimes = {
  "null write": "null_write",
  "abort()": "abort_call",
  "stack overflow": "stack_overflow_small",
};

export function run() {
  const samples = interleave({ ...faults(), ...parts() }, { rounds: ROUNDS, warmups: 20 });
  return {
    title: "fault: from the crime to the caught error",
    columns: ["what", "median us"],
    rows: Object.keys(samples).map((name) => [name, median(samples[name])]),
    figures: Object.keys(layerLists).map((layers) =>
      figure(`null write, ${layers}`, median(samples[`null write, ${layers}`]), "us", 25),
    ),
    samples,
  };
}

function faults() {
  const variants = {};
  for (const [title, name] of Object.entries(crimes)) {
    for (const [layers, list] of Object.entries(layerLists)) {
      const crime = link(list, name);
      if (!commit(crime).fault.frames.some(({ symbol }) => symbol?.startsWith(name))) {
        throw new Error(`The frames of ${title} do not name ${name}.`);
      }
      const count = isSlow(title, layers) ? 1 : FAULTS;
      variants[`${title}, ${layers}`] = () => perFault(() => commit(crime), count);
    }
  }
  return variants;
}

/** In place, an overflow takes 26 ms: its whole stack is searched for host code. */
function isSlow(title, layers) {
  return title === "stack overflow" && !layers.includes("stack");
}

/** What a fault is made of, each part measured alone. */
function parts() {
  const nullWrite = link(layerLists.signals, crimes["null write"]);
  const refused = link([signals()], crimes["null write"]);
  commit(refused); // from now on quarantined: an error, but no trap and no frames
  const loopFault = koffi.load(loopLibrary()).func("double loop_fault(int turns)");
  return {
    "null write, signals, Error.stackTraceLimit = 0": () =>
      withoutStack(() => perFault(() => commit(nullWrite))),
    "a refused call: the error alone": () => perFault(() => commit(refused)),
    "the trap alone: SIGSEGV and siglongjmp in C": () => loopFault(FAULTS) / 1000,
  };
}

function link(layers, name) {
  return isolate(layers)
    .openSync(library(libraryPath(name)))
    .func(`int ${name}(void)`);
}

function commit(crime) {
  try {
    crime();
  } catch (error) {
    return error;
  }
  throw new Error("The crime went unnoticed.");
}

function perFault(fault, count = FAULTS) {
  const took = nanoseconds(() => {
    for (let done = 0; done < count; done++) fault();
  });
  return took / count / 1000;
}

function withoutStack(measure) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return measure();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
