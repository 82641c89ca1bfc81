// What the soak does at random. Each action throws when it saw anything but the right outcome.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { IsolationError } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";

koffi.proto("int SoakCallback(int value)");

const declarations = {
  add: "int add(int a, int b)",
  sum: "int64_t sum(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j)",
  scale: "double scale(double a, float b, int c)",
  text: "const char *text(const char *in)",
  churn: "int churn(int seed)",
  crash: "int crash(int how)",
  overflow: "int overflow(int depth)",
  overflow_wide: "int overflow_wide(int depth)",
  fail: "int fail(int number)",
  hang: "int hang(int how)",
  call_back: "int call_back(SoakCallback *callback, int value)",
};

const crashNames = ["SIGSEGV", "SIGFPE", "SIGABRT", "SIGILL", "SIGSEGV", "SIGSEGV"];

/** The functions of an open library. */
export function linkAll(lib) {
  return Object.fromEntries(
    Object.entries(declarations).map(([name, declaration]) => [name, lib.func(declaration)]),
  );
}

/** @returns the fault that `call` ended with */
function faultOf(call) {
  try {
    call();
  } catch (error) {
    return checked(error);
  }
  return assert.fail("it returned");
}

function checked(error) {
  if (error instanceof IsolationError) return counted(error.fault);
  throw error;
}

/** How many faults of each kind this thread got, every one the right one. */
export const faults = {};

function counted(fault) {
  faults[fault.kind] = (faults[fault.kind] ?? 0) + 1;
  return fault;
}

const faultOfAsync = (promise) => promise.then(() => assert.fail("it returned"), checked);

const matches = (fault, expected) => {
  for (const [key, value] of Object.entries(expected)) assert.equal(fault[key], value);
};

/** Honest calls: the results are known. */
const honest = {
  add: (f, r) => {
    const [a, b] = [r(1e6), r(1e6)];
    assert.equal(f.add(a, b), a + b);
  },
  sum: (f, r) => {
    const n = Array.from({ length: 10 }, () => r(1000));
    assert.equal(
      Number(f.sum(...n)),
      n.reduce((all, one, i) => all + one * (i + 1), 0),
    );
  },
  scale: (f, r) => {
    const [a, c] = [r(1000) / 8, r(100)];
    assert.equal(f.scale(a, 0.5, c), a * 0.5 + c);
  },
  text: (f, r) => {
    const n = r(40);
    assert.equal(f.text("@".repeat(n)), "A".repeat(n));
  },
  churn: (f, r) => assert.equal(f.churn(r(1e6)), 0),
  callback: (f, r) => {
    const n = r(1000);
    assert.equal(
      f.call_back((value) => value * 2, n),
      n * 2 + 1,
    );
  },
};

const guilty = {
  crash: (f, r) => {
    const how = r(crashNames.length);
    matches(
      faultOf(() => f.crash(how)),
      { kind: "signal", name: crashNames[how] },
    );
  },
  overflow: (f, r) => {
    const call = r(2) ? f.overflow : f.overflow_wide;
    matches(
      faultOf(() => call(0)),
      { kind: "stack-overflow" },
    );
  },
  panic: (f, r) => {
    const n = r(1e6);
    matches(
      faultOf(() => f.fail(n)),
      { kind: "panic", reason: `number ${n}` },
    );
  },
  timeout: (f, r) => {
    matches(
      faultOf(() => f.hang(r(3))),
      { kind: "timeout" },
    );
  },
  "JavaScript throws in a callback": (f) => {
    const thrown = new Error("mine");
    assert.throws(
      () =>
        f.call_back(() => {
          throw thrown;
        }, 1),
      thrown,
    );
  },
  "fault in a nested call": (f, r) => {
    const value = f.call_back((n) => {
      guilty[r(3) ? "crash" : "panic"](f, r);
      honest.add(f, r);
      return n;
    }, 7);
    assert.equal(value, 8);
  },
  "fault after a callback": (f, r) => {
    const nested = (depth) =>
      f.call_back((n) => {
        if (depth > 0) nested(depth - 1);
        guilty.crash(f, r);
        return n;
      }, depth);
    nested(r(5));
  },
};

const asyncHonest = {
  add: async (f, r) => {
    const [a, b] = [r(1e6), r(1e6)];
    assert.equal(await f.add.async(a, b), a + b);
  },
  churn: async (f, r) => assert.equal(await f.churn.async(r(1e6)), 0),
  callback: async (f, r) => {
    const n = r(1000);
    assert.equal(await f.call_back.async((value) => value + 3, n), n + 4);
  },
};

const asyncGuilty = {
  crash: async (f, r) => {
    const how = r(crashNames.length);
    const fault = await faultOfAsync(f.crash.async(how));
    matches(fault, { kind: "signal", name: crashNames[how] });
  },
  overflow: async (f) =>
    matches(await faultOfAsync(f.overflow_wide.async(0)), { kind: "stack-overflow" }),
  panic: async (f, r) => {
    const n = r(1e6);
    matches(await faultOfAsync(f.fail.async(n)), { kind: "panic", reason: `number ${n}` });
  },
  timeout: async (f, r) => matches(await faultOfAsync(f.hang.async(r(3))), { kind: "timeout" }),
  // in a library where no other call is, and long before its deadline: what ended is this call, and the signal did it
  abort: async (f) => {
    const lib = f.openAbortable();
    const controller = new AbortController();
    const call = lib.func(declarations.hang).async(0, { signal: controller.signal });
    const reason = new Error("mine");
    setImmediate(() => controller.abort(reason));
    await assert.rejects(call, (thrown) => thrown === reason);
    matches(counted(await endOfCall(lib)), { kind: "timeout", aborted: true });
    assert.equal(await lib.func(declarations.add).async(1, 2), 3);
    lib.dispose();
  },
};

/** The promise of an aborted call is settled at once; the call itself takes until then, or its deadline. */
async function endOfCall(lib) {
  while (lib.status().lastFault === null) await sleep(1);
  return lib.status().lastFault;
}

/** Name, action, and how often it is drawn. Those that end by a deadline take their time. */
export const syncActions = [
  ...Object.entries(honest).map(([name, run]) => [name, run, 40]),
  ...Object.entries(guilty).map(([name, run]) => [name, run, name === "timeout" ? 1 : 60]),
];
export const asyncActions = [
  ...Object.entries(asyncHonest).map(([name, run]) => [`async ${name}`, run, 20]),
  ...Object.entries(asyncGuilty).map(([name, run]) => [
    `async ${name}`,
    run,
    name === "timeout" || name === "abort" ? 1 : 20,
  ]),
];
export const honestNames = [
  ...Object.keys(honest),
  ...Object.keys(asyncHonest).map((name) => `async ${name}`),
];
