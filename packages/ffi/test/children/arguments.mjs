// Crashes in functions with many arguments, and in those that free what another one returned.
import { koffi } from "@cofferdam/ffi";
import { main, open, outcome } from "./setup.mjs";

koffi.struct("LargeArray", { values: koffi.array("int32_t", 8), name: koffi.array("char", 16) });

const array = { values: [1, 2, 3, 4, 5, 6, 7, 8], name: "name" };
const integers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function variadic(lib) {
  const sum = lib.func("int sum_variadic(int where, int count, ...)");
  const rest = integers.flatMap((value) => ["int", value]);
  return [1, 0, 1, 0].map((where) => outcome(() => sum(where, integers.length, ...rest)));
}

function onStack(lib) {
  const ints = Array(8).fill("int").join(", ");
  const sum = lib.func(`int sum_many(${ints}, LargeArray, double, int where)`);
  return [1, 0, 1, 0].map((where) =>
    outcome(() => sum(...integers.slice(0, 8), array, 0.5, where)),
  );
}

/** Runs with a fresh guest: its variables count. */
function withGuest(run, options) {
  return () => {
    const lib = open(options);
    const result = run(lib);
    lib.dispose();
    return result;
  };
}

/** A type whose values the guest's own function frees. */
function disposable(lib) {
  const free = lib.func("void free_text(void *text)");
  const type = koffi.disposable("str", free);
  const freed = lib.variable("freed", "int");
  const crashInFree = lib.variable("crash_in_free", "int");
  return { copy: lib.func("copy_text", type, ["str", "int"]), freed, crashInFree };
}

function crashBeforeFree(lib) {
  const { copy, freed } = disposable(lib);
  return [
    ...[outcome(() => copy("one", 1)), freed.get()],
    ...[outcome(() => copy("two", 0)), freed.get()],
  ];
}

function crashInFree(lib) {
  const { copy, freed, crashInFree } = disposable(lib);
  crashInFree.set(1);
  const crashed = [outcome(() => copy("one", 0)), outcome(() => copy("two", 0)), freed.get()];
  crashInFree.set(0);
  return [...crashed, outcome(() => copy("three", 0)), freed.get()];
}

function quarantined(lib) {
  const { copy, crashInFree } = disposable(lib);
  crashInFree.set(1);
  const crashed = [outcome(() => copy("one", 0)), outcome(() => copy("two", 0))];
  lib.reopen();
  return [...crashed, outcome(() => copy("three", 0)), outcome(() => copy("four", 1))];
}

function freedByC(lib) {
  const copy = lib.func("str! copy_text(str text, int where)");
  return [1, 0, 1, 0].map((where) => outcome(() => copy("text", where)));
}

await main({
  "variadic arguments": withGuest(variadic),
  "arguments on the stack": withGuest(onStack),
  "a result that C frees": withGuest(freedByC),
  "a result that the guest would free": withGuest(crashBeforeFree),
  "the function that frees a result": withGuest(crashInFree),
  "the function that frees a result, quarantined": withGuest(quarantined, {}),
});
