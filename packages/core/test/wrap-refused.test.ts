import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { gate, type IsolationLayer } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { memory } from "@cofferdam/memory";
import { signals } from "@cofferdam/signals";
import { describe, expect, it } from "vitest";

const shape = { stackBytes: 0, resultBytes: 0 };
const address = koffi.address(koffi.load("libc.so.6").symbol("abs"));

/** Layers that refuse, each in its way. */
const refusing: readonly (readonly [string, string, () => readonly IsolationLayer[]])[] = [
  ["a layer that decorates", "ERR_LAYER_UNAVAILABLE", () => [{ name: "d", link: () => () => 5 }]],
  ["memory, which has to know parameters", "ERR_LAYER_UNAVAILABLE", () => [signals(), memory()]],
  [
    "a layer that throws after the function was linked",
    "ERR_TARGET_INVALID",
    () => [
      {
        name: "strict",
        open(_opening, next) {
          next();
          throw Object.assign(new Error("no"), { code: "ERR_TARGET_INVALID" });
        },
      },
    ],
  ],
  [
    "a layer that has to wait",
    "ERR_LAYER_PROMISE_IN_SYNC",
    () => [{ name: "slow", open: async (_opening, next) => next() }],
  ],
];

describe("a gate.wrap that is refused", () => {
  it.each(refusing)("takes no slot: 5000 times, by %s", (_why, code, layersOf) => {
    const layers = layersOf();
    for (let time = 0; time < 5000; time++) {
      expect(() => gate.wrap(address, shape, { layers })).toThrow(
        expect.objectContaining({ code }),
      );
    }
    using wrapped = gate.wrap(address, shape, { layers: [signals()] });
    const abs = koffi.decode(wrapped.address, koffi.proto("int", ["int"]));
    expect(abs(-5)).toBe(5);
    expect(wrapped.status().calls).toBe(1);
  });

  it("is not refused because calls are traced: nobody decorates", () => {
    const channel = "tracing:cofferdam:call:start";
    const listener = () => {};
    subscribe(channel, listener);
    try {
      using wrapped = gate.wrap(address, shape, { layers: [signals()] });
      expect(wrapped.status().state).toBe("open");
    } finally {
      unsubscribe(channel, listener);
    }
  });
});
