// Functions that must run on koffi's stack: how status() shows them, and how their crashes end.
import { koffi } from "@cofferdam/ffi";
import { args, faultOf, open, openPath, report, times } from "./setup.mjs";

koffi.proto("int Callback(int value)");
const library = openPath(args[0]);
const honest = open("honest");
const one = () => 1;

const crashes = {
  variadic: [
    library.func("int overflow_variadic(int bytes, ...)"),
    library.func("int crash_variadic(int bytes, ...)"),
  ],
  callback: [
    wrap("int overflow_after_callback(Callback *callback, int bytes)"),
    wrap("int crash_after_callback(Callback *callback, int bytes)"),
  ],
};
const sum = honest.func("int sum_variadic(int count, ...)");
const apply = honest.func("int apply(Callback *callback, int value)");
const add = honest.func("int add(int a, int b)");
const right = () =>
  times(
    100,
    () => sum(3, "int", 1, "int", 2, "int", 3) === 6 && apply(one, 5) === 1 && add(1, 2) === 3,
  );

const { functions, inPlaceStackBytes } = honest.status();
const before = right();
const faults = Object.entries(crashes).flatMap(([why, [overflow, crash]]) => [
  ...[1000, 70_000, 300_000, 900_000].map((bytes) => [why, kind(() => overflow(bytes)), bytes]),
  [why, kind(() => crash(inPlaceStackBytes - 8192)), "nearly full"],
]);
report({ functions, inPlaceStackBytes, before, faults, after: right() });

function wrap(declaration) {
  const call = library.func(declaration);
  return (bytes) => call(one, bytes);
}

function kind(call) {
  const fault = faultOf(call);
  return fault && [fault.kind, fault.name ?? fault.limit];
}
