// Native code calls JavaScript, which calls native code, and so on down: on stacks of its own, or in place.
import { koffi } from "@cofferdam/ffi";
import { args, faultOf, open, report, stacksOf } from "./setup.mjs";

const [levels, place] = args;
koffi.proto("int Transform(int value)");
const library = open("honest", "128KiB");
const add = library.func("int add(int a, int b)");
const write = open("null_write", "128KiB").func("int null_write(void)");
const crossing = place === "in place" ? inPlace() : switched();

const value = outcome(() => descend(Number(levels)));
const { stacks } = stacksOf(library);
report({
  value,
  stacks,
  afterwards: [add(1, 2), outcome(() => descend(50)), faultOf(write)?.name],
});

function switched() {
  const apply = library.func("int apply(void *callback, int value)");
  const callback = library.register(descend, "Transform *");
  return (left) => apply(callback, left);
}

function inPlace() {
  const apply = library.func("int apply(Transform *callback, int value)");
  return (left) => apply(descend, left);
}

/** Counts the levels, from so many down; a guest crashes at the bottom. */
function descend(left) {
  if (left === 0) return faultOf(write)?.name === "SIGSEGV" ? 0 : -1000;
  return 1 + crossing(left - 1);
}

function outcome(call) {
  try {
    return call();
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
}
