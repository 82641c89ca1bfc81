import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type FaultEvent, isolate, type OpenEvent } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

function hear<T>(channel: string, act: () => void): T[] {
  const heard: T[] = [];
  const listen = (message: unknown) => heard.push(message as T);
  subscribe(channel, listen);
  act();
  unsubscribe(channel, listen);
  return heard;
}

describe("cofferdam:open", () => {
  it("tells kind, target and layers of what is opened", () => {
    const path = libraryPath("honest");
    const [event] = hear<OpenEvent>("tracing:cofferdam:open:start", () => {
      isolate([{ name: "a" }])
        .openSync(library(path))
        .dispose();
    });
    expect(event).toMatchObject({ kind: "library", target: path, layers: ["a"] });
  });

  it("tells the error of what cannot be opened", () => {
    const events = hear<OpenEvent & { error: unknown }>("tracing:cofferdam:open:error", () => {
      expect(() => isolate([]).openSync(library("./nowhere.so"))).toThrow();
    });
    expect(events).toMatchObject([{ error: { code: "ERR_DLOPEN_FAILED" } }]);
  });
});

describe("cofferdam:fault", () => {
  it("tells the fault and the very error that is thrown", () => {
    using lib = isolate([signals()]).openSync(library(libraryPath("null_write")));
    const crash = lib.func("int null_write()");
    let thrown: unknown;
    const [event] = hear<FaultEvent>("cofferdam:fault", () => {
      try {
        crash();
      } catch (error) {
        thrown = error;
      }
    });
    expect(event).toMatchObject({ symbol: "null_write", layer: "signals" });
    expect(event?.error).toBe(thrown);
    expect(event?.fault).toBe((thrown as { fault: unknown }).fault);
  });

  it("survives a listener that makes guarded calls and faults of its own", () => {
    using lib = isolate([signals()]).openSync(library(libraryPath("null_write")));
    using other = isolate([signals()]).openSync(library(libraryPath("divide_by_zero")));
    using honest = isolate([signals()]).openSync(library(libraryPath("honest")));
    const [crash, divide] = [lib.func("int null_write()"), other.func("int divide_by_zero()")];
    const add = honest.func("int add(int a, int b)");
    const inner: unknown[] = [];
    const nested = (message: unknown) => {
      if ((message as FaultEvent).symbol !== "null_write") return;
      inner.push(add(1, 2));
      try {
        divide();
      } catch (error) {
        inner.push((error as { code: string }).code);
      }
    };
    subscribe("cofferdam:fault", nested);
    expect(crash).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ name: "SIGSEGV" }) }),
    );
    unsubscribe("cofferdam:fault", nested);
    expect(inner).toEqual([3, "ERR_ISOLATION_SIGNAL"]);
    expect(add(20, 22)).toBe(42);
  });
});
