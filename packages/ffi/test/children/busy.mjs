// Unloading a library from inside of a callback of its own.
import { applyOf, main, open, outcome } from "./setup.mjs";

function fromCallback(how, act) {
  const lib = open();
  const apply = applyOf(lib, how);
  const inside = [];
  const callback = (x) => {
    inside.push(outcome(() => act(lib)).error);
    return x + 1;
  };
  const value = apply(callback, 1, 0);
  const again = apply((x) => x, 5, 0);
  lib.reopen();
  lib.dispose();
  return [value, again, inside];
}

const acts = { "dispose()": (lib) => lib.dispose(), "reopen()": (lib) => lib.reopen() };

await main(
  Object.fromEntries(
    Object.entries(acts).flatMap(([name, act]) =>
      ["direct", "registered"].map((how) => [`${name}, ${how}`, () => fromCallback(how, act)]),
    ),
  ),
);
