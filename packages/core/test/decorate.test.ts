import { subscribe, tracingChannel, unsubscribe } from "node:diagnostics_channel";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { afterEach, describe, expect, it } from "vitest";

const decorating = (name: string, log: string[]): IsolationLayer => ({
  name,
  link:
    (next, { symbol, target }) =>
    (...args) => {
      log.push(`${name}>${symbol} ${target.endsWith("libhonest.so")}`);
      const value = next(...args);
      log.push(`<${name}`);
      return value;
    },
});

const open = (layers: IsolationLayer[]) => isolate(layers).openSync(library(libraryPath("honest")));

describe("layer.link(next, linking)", () => {
  it("wraps outermost first and passes arguments and result", () => {
    const log: string[] = [];
    using lib = open([decorating("a", log), { name: "x" }, decorating("b", log)]);
    const add = lib.func("int add(int a, int b)");
    expect(add(2, 3)).toBe(5);
    expect(log).toEqual(["a>add true", "b>add true", "<b", "<a"]);
  });

  it("adds nothing to a call where no layer decorates", () => {
    using lib = open([{ name: "x", link: (next) => next }]);
    expect(lib.func("int add(int a, int b)").toString()).toContain("[native code]");
  });

  it.each([undefined, null, 5, {}])("is a named error when it returns %j", (value) => {
    using lib = open([{ name: "broken", link: () => value as never }]);
    expect(() => lib.func("int add(int a, int b)")).toThrow(
      expect.objectContaining({
        code: "ERR_LAYER_NOT_A_GATE",
        message: expect.stringContaining("broken"),
      }),
    );
  });

  it("is a named error when a synchronous call comes back as a promise", () => {
    using lib = open([
      {
        name: "late",
        link:
          (next) =>
          async (...args) =>
            next(...args),
      },
    ]);
    const add = lib.func("int add(int a, int b)");
    expect(() => add(1, 2)).toThrow(expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }));
  });
});

describe("cofferdam:call", () => {
  const heard: unknown[] = [];
  const listen = (message: unknown) => heard.push({ ...(message as object) });
  const started = "tracing:cofferdam:call:start";
  afterEach(() => {
    unsubscribe(started, listen);
    heard.length = 0;
  });

  it("tells each call of functions that are linked while someone listens", () => {
    using lib = open([]);
    subscribe(started, listen);
    const add = lib.func("int add(int a, int b)");
    expect(add(2, 3)).toBe(5);
    expect(heard).toEqual([{ target: libraryPath("honest"), symbol: "add", arguments: [2, 3] }]);
  });

  it("leaves functions that were linked before as they are", () => {
    using lib = open([]);
    const add = lib.func("int add(int a, int b)");
    subscribe(started, listen);
    add(2, 3);
    expect(heard).toEqual([]);
  });

  it("tells result and error through the tracing channel", () => {
    const results: unknown[] = [];
    const channel = tracingChannel("cofferdam:call");
    const end = (message: unknown) => results.push((message as { result?: unknown }).result);
    channel.end.subscribe(end);
    using lib = open([]);
    lib.func("int add(int a, int b)")(20, 22);
    channel.end.unsubscribe(end);
    expect(results).toEqual([42]);
  });
});
