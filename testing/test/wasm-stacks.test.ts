/** A WebAssembly guest in stacks of layers: what the others are for does not change what it does, nor what is contained. */
import { type IsolationLayer, isolate, outcome } from "@cofferdam/core";
import { memory } from "@cofferdam/memory";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { type WasmInstance, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import { beforeAll, describe, expect, it } from "vitest";
import { counter } from "../conformance/counter.mjs";
import { noop } from "../conformance/noop.mjs";
import { buildWasmGuests } from "../wasm/build.mjs";
import { honestGuests } from "../wasm/honest.mjs";
import { wasmPath } from "../wasm/paths.mjs";

const limited = () => wasm({ limits: { timeout: 300, memory: "16MiB" } });

const stacks: Readonly<Record<string, () => readonly IsolationLayer[]>> = {
  wasm: () => [limited()],
  "noop, wasm": () => [noop(), limited()],
  "wasm, noop": () => [limited(), noop()],
  "counter, wasm, noop": () => [counter(), limited(), noop()],
  "signals, deadline, stack, wasm": () => [
    signals(),
    deadline({ timeout: 5000 }),
    stack(),
    limited(),
  ],
  "wasm, signals, stack, memory": () => [limited(), signals(), stack(), memory()],
};

/** Those of them that take next to no time. */
const kernels = honestGuests.filter(
  ({ name, linking, needs }) => linking === "none" && !needs.length && name !== "sha256",
);
const guilty = [
  ["loop_br", [], "timeout"],
  ["recursion", [], "stack-overflow"],
  ["memory_grow", [], "memory-limit"],
  ["abort_call", [], "trap"],
] as const;

beforeAll(buildWasmGuests, 600_000);

describe.each(Object.entries(stacks))("[%s] and a WebAssembly guest", (_, makeLayers) => {
  const open = (name: string): WasmInstance =>
    isolate(makeLayers()).openSync(wasmModule(wasmPath(name), { wasi: {} }));

  it("that is honest: it computes what it computes alone", () => {
    for (const { name, calls } of kernels) {
      const { exports } = open(name);
      const [first] = calls;
      if (first) expect(exports[first.export](...first.args), name).toEqual(first.value);
    }
  });

  it.each(guilty)(
    "that is guilty (%s): it is contained, and can be opened again",
    (name, args, kind) => {
      const guest = open(name);
      const call = () => guest.exports.run(...args);
      expect(outcome(call)).toMatchObject({ ok: false, fault: { kind } });
      expect(call).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_QUARANTINED" }));
      guest.reopen();
      expect(outcome(call)).toMatchObject({ ok: false, fault: { kind } });
      expect(guest.status()).toMatchObject({ faults: { [kind]: 2 }, reopened: 1 });
    },
  );

  it("whose calls the layers see, in every way to call it", async () => {
    const layers = makeLayers();
    const guest = isolate(layers).openSync(wasmModule(wasmPath("nop")));
    guest.exports.nop(1);
    guest.call("nop", 1);
    await guest.exports.nop.async(1);
    await guest.call.async("nop", 1);
    for (const layer of layers.filter(({ name }) => name === "counter")) {
      expect(layer.status?.()).toEqual({ started: 4, returned: 4, threw: 0 });
    }
    expect(guest.status().calls).toBe(4);
  });
});
