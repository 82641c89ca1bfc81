// What a guarded call costs whose guest calls back into JavaScript once.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import koffi from "koffi";
import { callLoop, interleave, median, pairedRatio } from "../harness.mjs";
import { layerLists } from "../layers.mjs";

const ROUNDS = 201;
const CALLS = 10_000;
const HONEST = libraryPath("honest");

const Transform = koffi.proto("int BenchTransform(int x)");
const TYPED = "int apply(BenchTransform *transform, int x)";
/** Without a callback in its prototype, the function runs on a stack of its own. */
const UNTYPED = "int apply(void *transform, int x)";
const DIRECT = "f((x) => x + 1, i)";

export function run() {
  const groups = [passedDirectly(), registered()];
  const measured = groups.map((variants) => interleave(variants, { rounds: ROUNDS }));
  return {
    title: "callbacks: int apply(callback, int), which calls back once",
    columns: ["variant", "median ns", "ratio to plain koffi"],
    rows: measured.flatMap(rows),
    samples: Object.assign({}, ...measured),
  };
}

/** Plain koffi is the first of its group. */
function rows(samples) {
  const [plain] = Object.values(samples);
  return Object.entries(samples).map(([name, values]) => [
    name,
    median(values),
    pairedRatio(values, plain).toFixed(3),
  ]);
}

function passedDirectly() {
  return {
    "passed directly, plain koffi": callLoop(DIRECT, koffi.load(HONEST).func(TYPED), CALLS),
    "passed directly, in place": callLoop(DIRECT, open().func(TYPED), CALLS),
  };
}

function registered() {
  const plain = koffi.load(HONEST).func(UNTYPED);
  const [inPlace, switched] = [open(layerLists.signals), open()];
  return {
    "registered, plain koffi": callWith(koffi.register(increment, pointer), plain),
    "registered, in place": callWith(inPlace.register(increment, pointer), inPlace.func(UNTYPED)),
    "registered, switched": callWith(switched.register(increment, pointer), switched.func(UNTYPED)),
  };
}

const pointer = koffi.pointer(Transform);

function increment(x) {
  return x + 1;
}

function callWith(callback, target) {
  return callLoop(`f(${callback}n, i)`, target, CALLS);
}

function open(layers = layerLists["signals + stack"]) {
  return isolate(layers).openSync(library(HONEST));
}
