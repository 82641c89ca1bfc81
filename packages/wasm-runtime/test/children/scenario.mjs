// Calls a module whose functions of the host are waited for; the last line is JSON of all that came of it. It is the same
// wherever the module runs: in the thread that opens it, in a worker, in a helper.
//
//   node scenario.mjs <anywhere | worker | helper>
import { isolate } from "@cofferdam/core";
import { processHelper } from "@cofferdam/process-helper";
import {
  memoryFiles,
  reportOf,
  Symlink,
  suspending,
  wasm,
  wasmModule,
} from "@cofferdam/wasm-runtime";
import { ECHO, PROGRAM, TOOLS } from "../remote/guests.mjs";

const place = process.argv[2];
const hostsOwn = new Error("the host's own");
const seen = [];

const tools = await open(TOOLS, {
  imports: {
    env: {
      double: (value) => value * 2,
      big: (value) => value + 1n,
      fail: () => {
        throw hostsOwn;
      },
      slow: suspending(async (_, ms) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      }),
      reject: suspending(async () => {
        throw hostsOwn;
      }),
      upper: suspending(async (caller, pointer, length) => {
        const text = Buffer.from(await caller.read(pointer, length)).toString();
        await caller.write(pointer, Buffer.from(text.toUpperCase()));
        return length;
      }),
      reach: suspending(async (caller, pointer, length) => {
        await caller.read(pointer, length);
        return 0;
      }),
      forgive: suspending(async (caller, pointer, length) => {
        const error = await caller.read(pointer, length).catch((error) => error);
        seen.push(error.name);
        return 7;
      }),
      base: 40,
      large: 2n ** 40n,
    },
  },
});
await tell("adds", () => tools.exports.add.async(2, 3));
await tell("adds large numbers", () => tools.exports.addLong.async(2n ** 40n, 2));
await tell("gives several results", () => tools.exports.pair.async(1, 2n));
await tell("has globals of the host", () => tools.exports.globals.async());
await tell("calls a plain function", () => tools.exports.double.async(21));
await tell("gives it large numbers", () => tools.exports.big.async(2n ** 62n));
await tell("has its error", () => tools.exports.fail.async());
await tell("waits", () => tools.exports.slow.async(5));
await tell("waits too long", () => tools.exports.slow.async(900));
await tell("has the error that was waited for", () => tools.exports.reject.async());
await tell("has its memory read and written", () => tools.exports.upper.async());
await tell("has its memory reached past its end", () => tools.exports.reach.async(-1, 8));
await tell("is forgiven that", () => tools.exports.forgive.async(-1, 8));
await tell("catches what is thrown", () => tools.exports.reach.async(65_530, 8));
await tell("traps", () => tools.exports.trap.async());
await tell("loops", () => tools.exports.spin.async());
await tell("recurs", () => tools.exports.recur.async());
await tell("grows", () => tools.exports.grow.async(10_000));
await tell("counts", () => tools.exports.count.async());
await tell("counts on", () => tools.exports.count.async());
tools.reset();
await tell("counts after a reset", () => tools.exports.count.async());
await tell("does not export that", () => tools.call.async("nothing"));
await tell("does not take that", () => tools.exports.addLong.async("x", 1));
await tell("several calls take turns", () =>
  Promise.all([
    tools.exports.slow.async(9),
    tools.exports.slow.async(1),
    tools.exports.add.async(1, 1),
  ]),
);
await measure("reports", tools, "upper");
await measure("reports of a fault", tools, "trap");
end(tools);

const echo = await open(ECHO, {
  imports: {
    env: {
      ask: suspending(async (caller, kind) => {
        if (kind === 1) return (await caller.yield(Buffer.from("yes?"))).length;
        if (kind === 2) await caller.yield(Buffer.from("t"));
        if (kind === 3)
          return await caller.yield(Buffer.from("e")).catch(({ code }) => code.length);
        if (kind === 4) await caller.yield(Buffer.from("w"));
        return 0;
      }),
    },
  },
});
for (const request of ["echo", "1", "2", "3", "4", "error", "lie", ""]) {
  await tell(`invoked with ${request}`, async () =>
    Buffer.from(await echo.invoke.async(Buffer.from(request))).toString("latin1"),
  );
}
await tell("is given too much", () => echo.invoke.async(new Uint8Array(5000)));
await tell("reports payloads", async () => {
  const { report } = await echo.invoke.async(Buffer.from("echo"), { report: true });
  return [report.bytesIn, report.bytesOut];
});
end(echo);

const chunks = [];
const input = [Buffer.from("a\n"), Buffer.from("b\n")];
const program = await open(PROGRAM, {
  wasi: {
    args: ["program", "one"],
    env: { LANG: "C" },
    stdin: () => input.shift(),
    stderr: (chunk) => chunks.push(Buffer.from(chunk).toString()),
    random: { seed: 1 },
    clock: { now: 5000 },
    mounts: { "/data": memoryFiles({ "a.txt": "text", sub: { link: new Symlink("../a.txt") } }) },
  },
});
await measure("is a program", program, "_start");
seen.push(chunks);
end(program);
console.log(JSON.stringify(seen, asPlain));

async function open(bytes, options) {
  const limits = { timeout: 300, memory: "1MiB", payloadLimit: 4096, stackDepth: 500 };
  const layers = [wasm({ limits, worker: place === "worker", afterFault: "continue" })];
  if (place === "helper") layers.unshift(processHelper());
  return isolate(layers).open(wasmModule(bytes, options));
}

async function tell(what, call) {
  try {
    seen.push([what, await call()]);
  } catch (error) {
    seen.push([what, error === hostsOwn ? "the very same" : told(error)]);
  }
}

async function measure(what, guest, symbol) {
  let report;
  try {
    report = (await guest.call.async(symbol)).report;
  } catch (error) {
    report = reportOf(error);
    seen.push([what, told(error)]);
  }
  const { wall, hostTime, ...same } = report;
  seen.push([what, same, wall > 0, hostTime >= 0, Object.isFrozen(report)]);
}

function told({ name, code, message, fault, symbol, layer, exitCode, cause }) {
  if (!fault) return { name, code, message, exitCode };
  const { elapsed, frames, pc, ...rest } = fault;
  const isExact = fault.kind === "trap";
  return { code, fault: isExact ? { ...rest, frames } : rest, symbol, layer, cause: cause?.name };
}

function end(guest) {
  const { faults, state, functions, tainted } = guest.status();
  const calls = functions.map(({ symbol, calls }) => [symbol, calls]).sort();
  seen.push({ faults, state, calls, tainted, sha256: guest.sha256 });
  guest.dispose();
  seen.push(guest.status().state);
}

function asPlain(_, value) {
  return typeof value === "bigint" ? `${value}n` : value;
}
