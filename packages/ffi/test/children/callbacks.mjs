// Crashes around callbacks and inside of them.
import { koffi } from "@cofferdam/ffi";
import { applyOf, main, open, outcome } from "./setup.mjs";

const BEFORE = 1;
const AFTER = 2;

koffi.struct("LargeArray", { values: koffi.array("int32_t", 8), name: koffi.array("char", 16) });

const hostError = new Error("the host's");
const fail = () => {
  throw hostError;
};

function around(how) {
  const apply = applyOf(open(), how);
  let called = 0;
  const callback = (x) => {
    called++;
    return x * 2;
  };
  const outcomes = [BEFORE, AFTER, 0].map((where) => outcome(() => apply(callback, 21, where)));
  return [...outcomes, called];
}

function afterThrow(how) {
  const apply = applyOf(open(), how);
  const thrown = [
    () => apply(fail, 1, AFTER),
    () => apply(fail, 1, 0),
    () => apply((x) => x, 1, 0),
  ];
  return thrown.map(outcome);
}

/** koffi decodes such a result even while an exception is pending: a callback that throws without a crash
 *  after it ends plain koffi on Node 26, and is left out. */
function arrayResult(how) {
  const apply = applyOf(open(), how, "LargeArray apply_and_make");
  const first = ({ values }) => values[0];
  return [
    outcome(() => first(apply((x) => x + 1, 1, AFTER))),
    outcome(() => first(apply(fail, 1, AFTER))),
    outcome(() => first(apply((x) => x + 1, 1, 0))),
    outcome(() => first(apply((x) => x + 1, 2, 0))),
  ];
}

function caughtInside(how) {
  const lib = open();
  const [apply, crash] = [applyOf(lib, how), lib.func("int crash(int where)")];
  const inner = [];
  const callback = (x) => {
    inner.push(
      outcome(() => crash(1)),
      outcome(() => crash(0)),
    );
    return x + 1;
  };
  return [outcome(() => apply(callback, 1, 0)), outcome(() => apply(callback, 2, 0)), inner];
}

function uncaught(how) {
  const lib = open();
  const [apply, crash] = [applyOf(lib, how), lib.func("int crash(int where)")];
  return [
    outcome(() => apply(() => crash(1), 1, 0)),
    outcome(() => apply(() => crash(1), 1, AFTER)),
    outcome(() => apply(() => crash(0), 1, 0)),
  ];
}

function deepInside(how) {
  const lib = open();
  const [apply, crash] = [applyOf(lib, how), lib.func("int crash(int where)")];
  let unwound = 0;
  const dive = (x) => {
    try {
      return x === 0 ? crash(1) : apply(dive, x - 1, 0);
    } finally {
      unwound++;
    }
  };
  return [outcome(() => dive(30)), unwound, outcome(() => apply((x) => x, 5, 0))];
}

/** Every level crashes after the one inside did. */
function oneAfterAnother(how) {
  const apply = applyOf(open(), how);
  const dive = (x) => (x === 0 ? 0 : apply(dive, x - 1, AFTER));
  return [outcome(() => dive(4)), outcome(() => apply((x) => x, 5, 0))];
}

function overflowInside(how) {
  const lib = open();
  const [apply, overflow] = [applyOf(lib, how), lib.func("int overflow(int depth)")];
  const callback = () => (outcome(() => overflow(0)).fault === "stack-overflow" ? 1 : 0);
  return [
    outcome(() => apply(callback, 1, 0)),
    outcome(() => apply(() => overflow(0), 1, 0)),
    outcome(() => apply(callback, 1, 0)),
  ];
}

function quarantineInside(how) {
  const lib = open({});
  const [apply, crash] = [applyOf(lib, how), lib.func("int crash(int where)")];
  const add = lib.func("int add(int a, int b)");
  const callback = (x) => {
    const { fault } = outcome(() => crash(1));
    const { error } = outcome(() => add(1, 2));
    return fault === "signal" && error === "ERR_ISOLATION_QUARANTINED" ? x : -1;
  };
  const during = outcome(() => lib.func && apply(callback, 9, 0));
  const after = outcome(() => add(1, 2));
  lib.reopen();
  return [during, after, outcome(() => add(1, 2))];
}

function endless(how) {
  const apply = applyOf(open(), how);
  const again = (x) => apply(again, x, 0);
  const { error } = outcome(() => apply(again, 1, 0));
  const known = ["ERR_NESTING_TOO_DEEP", "Maximum call stack size exceeded"].includes(error);
  return [known || error, outcome(() => apply((x) => x, 5, 0))];
}

const both = (name, run) =>
  ["direct", "registered"].map((how) => [`${name}, ${how}`, () => run(how)]);

await main(
  Object.fromEntries([
    ...both("around a callback", around),
    ...both("after a callback threw", afterThrow),
    ...both("with an array result", arrayResult),
    ...both("inside, caught there", caughtInside),
    ...both("inside, not caught there", uncaught),
    ...both("inside of thirty levels", deepInside),
    ...both("one level after another", oneAfterAnother),
    ...both("an overflow inside", overflowInside),
    ...both("inside of a call to the same library", quarantineInside),
    ...both("a recursion without end", endless),
  ]),
);
