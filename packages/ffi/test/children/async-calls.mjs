// Asynchronous calls that wait, are given up, crash in the middle, call back, or outlive what they came from.
import { channel, tracingChannel } from "node:diagnostics_channel";
import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { isolate } from "@cofferdam/core";
import { koffi, library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { held, letGo, main, open, path, settled, shut } from "./async.mjs";

const ADD = "int add(int a, int b)";
const HOLD = "int hold(int value)";
const THREADS = 4;

/** @param count of promises, by their number */
const many = (count, start) => Array.from({ length: count }, (_, number) => start(number));

/** How many of each result there are. */
async function tally(promises) {
  const counts = {};
  for (const result of await Promise.all(promises.map(settled))) {
    const key = Object.entries(result).join();
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Holds `count` calls and gives them to `meanwhile` while libuv's threads are busy with the first of them. */
async function holding(lib, count, meanwhile, prototype = HOLD) {
  shut();
  const hold = lib.func(prototype).async;
  const promises = many(count, (number) => hold(number));
  await held(Math.min(count, THREADS));
  const result = await meanwhile(promises);
  letGo();
  return [result, await tally(promises)];
}

async function queued(count) {
  const add = open().func(ADD).async;
  const results = await Promise.all(many(count, (number) => add(number, 1)));
  return results.filter((value, number) => value === number + 1).length;
}

async function settings() {
  open();
  const { max_async_calls, resident_async_pools, sync_stack_size } = koffi.config();
  return [max_async_calls, resident_async_pools, sync_stack_size];
}

async function inOrder() {
  const lib = open();
  const add = lib.func(ADD).async;
  const order = [];
  shut();
  const before = many(THREADS, (number) => lib.func(HOLD).async(number));
  const after = many(200, (number) => add(number, 0).then((value) => order.push(value)));
  letGo();
  await Promise.all([...before, ...after]);
  // four threads finish in any order, but nobody is overtaken by a whole queue
  return order.every((value, index) => Math.abs(value - index) < 64);
}

/** Those that fail at once must not pile up on the stack, nor take a place in the queue for good. */
async function manyFailures() {
  const lib = open({ afterFault: "quarantine" });
  const add = lib.func(ADD).async;
  const wrong = await tally(many(5000, () => add("one", 2)));
  shut();
  const held = many(100, (number) => lib.func(HOLD).async(number)); // they take every place
  const waiting = many(5000, (number) => add(number, "two"));
  letGo();
  const queuedWrong = await tally(waiting);
  await Promise.all(held);
  return [wrong, queuedWrong, await add(1, 2)];
}

async function bursts() {
  const lib = open();
  const [add, divide] = [ADD, "int divide(int a, int b)"].map((one) => lib.func(one).async);
  let right = 0;
  for (let round = 0; round < 200; round++) {
    const promises = many(100, (n) => (n % 2 ? add(n, 1) : divide(n, 1)));
    right += (await Promise.all(promises)).filter((v, n) => v === (n % 2 ? n + 1 : n)).length;
  }
  return right;
}

/** In all more links than the gate has slots. */
async function manyFunctions() {
  const lib = open();
  let right = 0;
  for (let round = 0; round < 400; round++) {
    const add = lib.func(ADD).async;
    const results = await Promise.all(many(40, (n) => add(n, round)));
    right += results.filter((value, n) => value === n + round).length;
    await turn();
    if (round % 50 === 49) globalThis.gc();
  }
  return right;
}

async function abortedBefore() {
  const lib = open();
  const add = lib.func(ADD).async;
  const reason = new Error("given up");
  const signal = AbortSignal.abort(reason);
  const error = await add(1, 2, { signal }).catch((thrown) => thrown);
  const plain = await add(1, 2, { signal: AbortSignal.abort() }).catch(({ name }) => name);
  return [error === reason, plain, lib.status().calls, getEventListeners(signal, "abort").length];
}

async function abortedWhileQueued() {
  const lib = open();
  const add = lib.func(ADD);
  add(0, 0);
  const controllers = many(50, () => new AbortController());
  const [result] = await holding(lib, 100, async () => {
    const promises = controllers.map(({ signal }, n) => add.async(n, 1, { signal }));
    for (const controller of controllers.slice(10)) controller.abort("given up");
    const early = await tally(promises.slice(10));
    return { promises, early };
  });
  const kept = (await Promise.all(result.promises.slice(0, 10))).join();
  const listeners = controllers.map(({ signal }) => getEventListeners(signal, "abort").length);
  const calls = lib.status().functions.find(({ symbol }) => symbol === "add").calls;
  return [result.early, kept, calls, Math.max(...listeners)];
}

async function abortedWhileRunning() {
  const lib = open();
  const hold = lib.func(HOLD).async;
  const controller = new AbortController();
  const { signal } = controller;
  shut();
  const promise = hold(7, { signal });
  await held(1);
  controller.abort("given up");
  const early = await settled(promise);
  const busy = await settled((async () => lib.dispose())());
  letGo();
  await held(0);
  while ((await settled((async () => lib.reopen())())).error) await turn();
  const late = await settled(promise);
  return [early, busy, late, await hold(8), getEventListeners(signal, "abort").length];
}

/** The slot of a call that was ended serves the next ones, which nobody gives up. */
async function abortedForGood() {
  const layers = [signals({ afterFault: "continue" }), deadline({ timeout: Infinity }), stack()];
  const lib = isolate(layers).openSync(library(path));
  const hold = lib.func(HOLD).async;
  const results = [];
  shut();
  for (const round of [1, 2, 3]) {
    const controller = new AbortController();
    const promise = settled(hold(round, { signal: controller.signal }));
    await held(round); // what is ended does not count itself down
    controller.abort("given up");
    results.push(await promise);
    while (lib.status().faults.timeout !== round) await turn();
    results.push(await lib.func(ADD).async(round, 1));
  }
  letGo();
  return [results, await Promise.all(many(40, (number) => hold(number))), lib.status().faults];
}

async function manyOnOneSignal() {
  const lib = open();
  const add = lib.func(ADD).async;
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = () => getEventListeners(signal, "abort").length;
  const promises = many(500, (n) => add(n, 1, { signal }));
  const during = listeners();
  await Promise.all(promises);
  await tally(many(10, () => add("one", 2, { signal })));
  const after = listeners();
  const [aborted] = await holding(lib, 100, async () => {
    const waiting = many(50, (n) => settled(add(n, 1, { signal })));
    controller.abort("given up");
    return { results: await Promise.all(waiting) };
  });
  const rejected = aborted.results.filter(({ error }) => error === "given up").length;
  return [during, after, rejected, listeners()];
}

async function faultAfterAbort() {
  const lib = open({ afterFault: "quarantine" });
  const controller = new AbortController();
  shut();
  const promise = lib.func("int hold_and_write(uintptr_t address)").async(16, {
    signal: controller.signal,
  });
  await held(1);
  controller.abort("given up");
  letGo();
  const early = await settled(promise);
  while (lib.status().state === "open") await turn();
  return [early, lib.status().lastFault.address];
}

async function refusals() {
  const lib = open();
  const add = lib.func(ADD);
  const attempts = [
    () => add.async(),
    () => add.async(1),
    () => add.async(1, "two"),
    () => add.async(1, null),
    () => add.async(1, 2, () => {}),
    () => add.async(1, 2, AbortSignal.abort()),
    () => add.async(1, 2, { signal: "stop" }),
    () => add.async(1, 2, { sginal: undefined }),
    () => add.async(1, 2, {}),
    () => add.async(1, 2, { signal: undefined }),
    () => add.async(1, 2, "one too many"),
    () => add.async(1, 2, null),
    () => lib.func("int apply(IntToInt *callback, int x)").async("no function", 1),
    () => lib.func("int apply(IntToInt *callback, int x)").async(() => 1, "text"),
  ];
  const results = [];
  for (const attempt of attempts) {
    try {
      results.push(await settled(attempt()));
    } catch {
      results.push("thrown synchronously");
    }
  }
  return results;
}

async function quarantinedInTheMiddle() {
  const lib = open({ afterFault: "quarantine" });
  const events = [];
  channel("cofferdam:fault").subscribe(({ symbol, fault }) => events.push([symbol, fault.address]));
  const hold = lib.func(HOLD).async;
  const write = lib.func("int hold_and_write(uintptr_t address)").async;
  shut();
  const running = [hold(1), write(0x40), hold(2), hold(3)];
  await held(THREADS);
  const waiting = many(200, (number) => hold(number));
  letGo();
  const [first, then] = await Promise.all([tally(running), tally(waiting)]);
  const refused = await settled(hold(1));
  lib.reopen();
  const { faults, state, reopened } = lib.status();
  return { first, then, events, refused, after: await hold(5), faults, state, reopened };
}

async function busyWhileCallsRun() {
  const lib = open();
  const attempt = (name) => settled((async () => lib[name]())());
  const [refused, tallied] = await holding(lib, 6, async () => [
    await attempt("dispose"),
    await attempt("reopen"),
  ]);
  const hold = lib.func(HOLD).async;
  lib.reopen();
  const after = await hold(9);
  lib.dispose();
  return [refused, Object.values(tallied), after, await settled(hold(10))];
}

/** Calls that still wait in our queue see the library as it is when their turn comes. */
async function disposedWhileQueued() {
  const [one, other] = [open(), open()];
  const add = other.func(ADD).async;
  const [{ waiting }] = await holding(one, 100, async () => {
    const waiting = many(5, (n) => settled(add(n, 1)));
    other.dispose();
    return { waiting };
  });
  return [(await Promise.all(waiting)).map(({ error }) => error), other.status().state];
}

async function collectedMeanwhile() {
  shut();
  const promise = (() => {
    const bytes = Buffer.from(new Uint8Array(1 << 20).fill(3));
    const lib = open();
    return lib
      .func("int64_t hold_and_sum(const uint8_t *bytes, int64_t count)")
      .async(bytes, 1 << 20);
  })();
  await held(1);
  for (let time = 0; time < 10; time++) {
    many(20, () => new Uint8Array(1 << 20).fill(9));
    globalThis.gc();
    await turn();
  }
  letGo();
  return promise;
}

async function outputs() {
  const lib = open();
  const fill = lib.func("int fill(_Out_ Pair *pair, _Out_ const char **text, uintptr_t crash_at)");
  const results = [];
  for (const crashAt of [0, 0x70, 0]) {
    const [pair, text] = [{ number: 1, text: "mine" }, ["mine"]];
    results.push([await settled(fill.async(pair, text, crashAt)), pair, text]);
  }
  const inout = lib.func("int fill(_Inout_ Pair *pair, _Out_ const char **text, uintptr_t at)");
  results.push(await settled(inout.async({ number: 1, text: null }, [null], 0)));
  return results;
}

async function callbacks() {
  const lib = open();
  const add = lib.func(ADD);
  const names = ["apply", "apply_twice", "apply_and_write"];
  const [apply, twice, andWrite] = names.map(
    (name) => lib.func(`int ${name}(IntToInt *callback, int x)`).async,
  );
  const error = new RangeError("thrown by a callback");
  const fail = () => {
    throw error;
  };
  let times = 0;
  const inner = [];
  const nested = (x) => {
    inner.push(
      add.async(x, 100),
      apply((y) => add(y, 1), x),
    );
    return add(
      x,
      lib.func("int apply(IntToInt *callback, int x)")((y) => y * 2, x),
    );
  };
  return {
    plain: await apply((x) => x + 1, 41),
    manyAtOnce: (await Promise.all(many(100, (n) => apply((x) => x * 2, n)))).join(),
    nested: [await apply(nested, 5), await Promise.all(inner)],
    same: (await apply(fail, 1).catch((thrown) => thrown)) === error,
    guestGoesOn: [await settled(twice(() => (times++ ? 3 : fail()), 1)), times],
    nothingThrown: await settled(
      apply(() => {
        throw undefined;
      }, 1),
    ),
    causeOfFault: await settled(andWrite(fail, 0x80)),
    faultInside: await settled(apply(() => lib.func("int write_to(uintptr_t at)")(0x90), 1)),
    inStructs: await inStructs(lib, fail),
    leaked: await manyCallbacks(apply),
    registered: await registered(lib),
    afterwards: await apply((x) => x, 6),
  };
}

async function inStructs(lib, fail) {
  const handler = (base, transform) => ({ base, transform });
  const double = handler(100, (x) => 2 * x);
  const byValue = lib.func("int run_handler_by_value(Handler handler, int x)").async;
  const run = lib.func("int run_handler(const Handler *handlers, int count, int x)").async;
  return [
    await byValue(double, 1),
    await run(double, 1, 1),
    await run([double, handler(0, (x) => 3 * x)], 2, 1),
    await settled(byValue(handler(1, fail), 1)),
    await settled(run([double, handler(1, fail)], 2, 1)),
    typeof double.transform,
  ];
}

/** Of a registered function, what is thrown is koffi's matter: asynchronously an uncaught exception. */
async function thrownByRegistered() {
  const lib = open();
  const uncaught = new Promise((resolve) => process.once("uncaughtException", resolve));
  const pointer = lib.register(() => {
    throw new Error("thrown by a registered callback");
  }, "IntToInt *");
  await lib.func("int apply(void *callback, int x)").async(pointer, 1); // of what koffi happens to return
  lib.unregister(pointer);
  return (await uncaught).message;
}

/** The gate has 1024 callbacks at a time. */
async function manyCallbacks(apply) {
  let sum = 0;
  for (let round = 0; round < 30; round++) {
    const results = await Promise.all(many(100, () => apply((x) => x, 1)));
    sum += results.length;
    await tally(many(20, () => apply((x) => x, "text")));
  }
  return sum;
}

async function registered(lib) {
  const pointer = lib.register((x) => x + 1000, "IntToInt *");
  const results = [
    await lib.func("int apply(void *callback, int x)").async(pointer, 1),
    await lib.func("int apply(IntToInt *callback, int x)").async(pointer, 2),
  ];
  lib.unregister(pointer);
  return results;
}

async function events() {
  const messages = [];
  const note = (what) => (message) => messages.push(`${what} ${message.symbol}`);
  const names = ["start", "end", "asyncStart", "asyncEnd", "error"];
  tracingChannel("cofferdam:call").subscribe(
    Object.fromEntries(names.map((name) => [name, note(name)])),
  );
  const lib = open();
  await lib.func(ADD).async(1, 2);
  await settled(lib.func("int write_to(uintptr_t address)").async(16));
  return messages;
}

async function counts() {
  const lib = open();
  const add = lib.func(ADD);
  add(1, 2);
  await Promise.all(many(250, (n) => add.async(n, 1)));
  await settled(add.async("one", 2)); // koffi never calls
  await settled(lib.func("int write_to(uintptr_t address)").async(16));
  const { calls, functions, faults } = lib.status();
  return {
    calls,
    functions: functions.map(({ symbol, calls, mode }) => [symbol, calls, mode]),
    faults,
  };
}

async function whoWaits(withSignal) {
  const write = open().func("int write_to(uintptr_t address)");
  async function theOneThatWaits() {
    await write.async(16, ...options);
  }
  const options = withSignal ? [{ signal: new AbortController().signal }] : [];
  const error = await theOneThatWaits().catch((thrown) => thrown);
  return [
    error.stack.split("\n")[0],
    error.stack.includes("theOneThatWaits"),
    error.constructor.name,
  ];
}

await main({
  "1,000 at once": () => queued(1000),
  "5,000 at once": () => queued(5000),
  "30,000 at once": () => queued(30_000),
  ...{ settings, inOrder, manyFailures, bursts, manyFunctions },
  ...{
    abortedBefore,
    abortedWhileQueued,
    abortedWhileRunning,
    abortedForGood,
    manyOnOneSignal,
    faultAfterAbort,
  },
  ...{ refusals, quarantinedInTheMiddle, busyWhileCallsRun, disposedWhileQueued },
  ...{ collectedMeanwhile, outputs, callbacks, thrownByRegistered, events, counts },
  whoWaits: () => Promise.all([whoWaits(false), whoWaits(true)]),
  path: async () => path,
});
