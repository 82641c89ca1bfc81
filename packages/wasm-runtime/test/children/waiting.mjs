// Guests that wait for functions of the host, in the Node that runs this; one line of JSON: what each scenario saw.
import { isolate, outcome } from "@cofferdam/core";
import { reportOf, suspending, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import loadWabt from "wabt";

const { parseWat } = await loadWabt();
const assemble = (text) => parseWat("guest.wat", text).toBinary({}).buffer;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const ADDS = `(module (import "env" "later" (func $later (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $n (mut i32) (i32.const 0))
  (func $leaf (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
  (func (export "run") (param i32) (result i32)
    (drop (call $leaf))
    (i32.add (call $later (local.get 0)) (i32.mul (i32.const 100) (global.get $n))))
  (func (export "spin") (param i32) (result i32) (drop (call $later (local.get 0))) (loop (br 0)) unreachable)
  (func (export "now") (result i32) (global.get $n))
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "dispatch") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
      (i64.extend_i32_u (call $later (local.get 1)))))
  (func (export "yield") (param i32 i32) (result i64)
    (i32.store8 (local.get 0) (i32.add (i32.load8_u (local.get 0)) (i32.const 1)))
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.const 1))))`;

async function open(later, limits = {}, afterFault = "continue") {
  const imports = { env: { later: typeof later === "function" ? later : suspending(later.call) } };
  return isolate([wasm({ limits, afterFault })]).open(wasmModule(assemble(ADDS), { imports }));
}

const scenarios = {
  async "a value that comes later"() {
    const guest = await open({ call: async (_, value) => pause(5).then(() => value + 1) });
    return [await guest.exports.run.async(1), await guest.exports.run.async(2)];
  },

  async "a value that is there at once"() {
    const guest = await open({ call: (_, value) => value * 2 });
    return guest.exports.run.async(4);
  },

  async "calls at the same time take turns"() {
    const order = [];
    const guest = await open({
      async call(_, value) {
        order.push(`begin ${value}`);
        await pause(10 - value);
        order.push(`end ${value}`);
        return value;
      },
    });
    const values = await Promise.all([1, 2, 3].map((value) => guest.exports.run.async(value)));
    return { order, values };
  },

  async "the host goes on meanwhile"() {
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    const guest = await open({ call: async () => pause(50).then(() => 0) });
    await guest.exports.run.async(0);
    clearInterval(counting);
    return turns > 3;
  },

  async "the host's own error, the very same"() {
    const error = new Error("the host's own");
    const guest = await open({
      async call() {
        await pause(1);
        throw error;
      },
    });
    const thrown = await guest.exports.run.async(0).catch((caught) => caught);
    return { same: thrown === error, faults: guest.status().faults, state: guest.status().state };
  },

  async "a host that never answers: the time of the call is up"() {
    const guest = await open({ call: () => new Promise(() => {}) }, { timeout: 40 });
    const error = await guest.call.async("run", 0).catch((thrown) => thrown);
    const { kind, limit } = error.fault;
    const { fuel, wall } = reportOf(error);
    return {
      kind,
      limit,
      faults: guest.status().faults,
      used: fuel > 0 && fuel < 100,
      waited: wall >= 38,
    };
  },

  async "an endless loop behind it: the time of the call is up"() {
    const guest = await open(
      { call: async () => pause(20).then(() => 0) },
      { timeout: 60, fuel: 0 },
    );
    const { fault } = await outcome(guest.exports.spin.async(0));
    const again = await open({ call: async () => 7 });
    return { kind: fault.kind, well: await again.exports.run.async(0) };
  },

  async "an answer that comes too late is nobody's"() {
    let answer;
    const late = new Promise((resolve) => {
      answer = resolve;
    });
    const guest = await open({ call: () => late }, { timeout: 20 });
    const { fault } = await outcome(guest.exports.run.async(0));
    answer(5);
    await pause(5);
    return { kind: fault.kind, well: await guest.exports.run.async(1) };
  },

  async "fuel is the same as without waiting"() {
    const waiting = await open({ call: async (_, value) => pause(1).then(() => value) });
    const { report } = await waiting.call.async("run", 3);
    const { fuel, hostCalls, hostTime } = report;
    const enough = await open({ call: async (_, value) => value }, { fuel });
    const less = await open({ call: async (_, value) => value }, { fuel: fuel - 1 });
    return {
      fuel,
      hostCalls,
      waited: hostTime >= 0.5,
      enough: await enough.exports.run.async(3),
      less: (await outcome(less.exports.run.async(3))).fault?.kind,
    };
  },

  async "bytes of the caller, read, written and yielded"() {
    const guest = await open({
      async call(caller, length) {
        const request = Buffer.from(await caller.read(1024, length)).toString();
        await pause(1);
        await caller.write(1024, Buffer.from(request.toUpperCase()));
        await pause(1);
        const [yielded] = await caller.yield(Buffer.from("x"));
        await caller.write(1024 + length, new Uint8Array([yielded]));
        return length + 1;
      },
    });
    const { value, report } = await guest.invoke.async(Buffer.from("abc"), { report: true });
    return { value: Buffer.from(value).toString(), in: report.bytesIn, out: report.bytesOut };
  },

  async "pointers that lie"() {
    const guest = await open({ call: async (caller) => caller.read(-1, 8) }, {}, "quarantine");
    const { fault } = await outcome(guest.exports.run.async(0));
    return { fault, state: guest.status().state };
  },

  async "a caller that is kept for later"() {
    let kept;
    const guest = await open({
      async call(caller) {
        kept = caller;
        return 0;
      },
    });
    await guest.exports.run.async(0);
    return kept.read(0, 1).catch(({ code }) => code);
  },

  async "a function that does not wait, called by async"() {
    const guest = await open((value) => value + 1);
    return guest.exports.run.async(1);
  },

  async "a synchronous call of a guest that would have to wait"() {
    let calls = 0;
    const guest = await open({ call: async (_, value) => ++calls && value });
    let code;
    try {
      guest.exports.run(1);
    } catch (error) {
      code = error.code;
    }
    const before = calls;
    guest.reset();
    return { code, calls: before, well: await guest.exports.run.async(1) };
  },

  async "a synchronous call while it waits, and what else has to wait"() {
    let answer;
    const guest = await open({ call: () => new Promise((resolve) => (answer = resolve)) });
    const waiting = guest.exports.run.async(0);
    await pause(1);
    const codes = [
      () => guest.exports.now(),
      () => guest.reset(),
      () => guest.reopen(),
      () => guest.dispose(),
      () => guest.yield(new Uint8Array(1)), // no function of the host runs, it waits
    ].map((call) => {
      try {
        return call();
      } catch ({ code }) {
        return code;
      }
    });
    answer(0);
    return { codes, value: await waiting };
  },

  async "quarantine, and open again"() {
    const guest = await open({ call: () => new Promise(() => {}) }, { timeout: 20 }, "quarantine");
    await outcome(guest.exports.run.async(0));
    const refused = await guest.exports.run.async(0).catch(({ code }) => code);
    guest.reopen();
    return { refused, state: guest.status().state, reopened: guest.status().reopened };
  },
};

const results = {};
for (const [name, run] of Object.entries(scenarios)) {
  results[name] = await run().catch((error) => ({ failed: String(error?.stack ?? error) }));
}
console.log(JSON.stringify(results));
