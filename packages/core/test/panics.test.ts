import { gate, isolate } from "@cofferdam/core";
import { koffi, library, type NativeFunction } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { runChild } from "@cofferdam/testing/child.ts";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { describe, expect, it } from "vitest";
import { findRust } from "./rust-guest.ts";

const fixture = new URL("fixtures/panics.mjs", import.meta.url);
const path = compileGuest(new URL("guests/throwing.cc", import.meta.url));
const caught = [
  [0, "std::out_of_range", "index 3"],
  [1, "guest::Named", "a reason of its own"],
  [2, "int", "42"],
  [3, "char const*", "text"],
  [4, expect.stringContaining("basic_string"), "a string"],
  [5, "guest::Plain", ""],
  [7, "std::out_of_range", expect.stringContaining("which is 9")],
  [8, "std::bad_alloc", "std::bad_alloc"],
] as const;
const lists = [
  ["signals", () => [signals({ afterFault: "continue" })]],
  ["signals and stack", () => [signals({ afterFault: "continue" }), stack()]],
] as const;

function errorOf(call: NativeFunction, kind: number): unknown {
  try {
    return call(kind);
  } catch (error) {
    return error;
  }
}

function link(layers: ConstructorParameters<typeof Array>, prototype: string): NativeFunction {
  return isolate(layers as never)
    .openSync(library(path))
    .func(prototype);
}

describe.each(lists)("a C++ exception that leaves a guest, inside %s", (_name, layers) => {
  const throwing = link(layers(), "int throwing(int kind)");
  const terminating = link(layers(), "int terminating(int kind)");
  const alive = link(layers(), "int alive()");

  it.each(caught)("is a panic fault: kind %i, %s", (kind, type, reason) => {
    expect(errorOf(throwing, kind)).toMatchObject({
      name: "PanicError",
      code: "ERR_ISOLATION_PANIC",
      layer: "gate",
      fault: { kind: "panic", language: "C++", type, reason, term: ["native_panic", reason, {}] },
    });
    expect(throwing(-1)).toBe(5);
  });

  it("has the frames of the throw", () => {
    const { fault } = errorOf(throwing, 0) as { fault: { frames: { symbol?: string }[] } };
    const symbols = fault.frames.map(({ symbol }) => symbol);
    expect(symbols).toEqual(["__cxa_throw", "guest::raise(int)", "throwing"]);
  });

  it("runs the destructors on its way", () => {
    errorOf(throwing, 0);
    expect(alive()).toBe(0);
  });

  it.each(caught)("is told of when std::terminate aborts: kind %i, %s", (kind, type, reason) => {
    expect(errorOf(terminating, kind)).toMatchObject({
      code: "ERR_ISOLATION_SIGNAL",
      fault: { name: "SIGABRT", exception: { language: "C++", type, reason } },
    });
    expect(terminating(-1)).toBe(5);
  });

  it.each(["throwing", "terminating"])("may crash in what(): %s", (name) => {
    const call = name === "throwing" ? throwing : terminating;
    expect(errorOf(call, 6)).toMatchObject({ fault: { kind: "signal", name: "SIGSEGV" } });
    expect(errorOf(call, 0)).toMatchObject({ code: expect.stringContaining("ERR_ISOLATION_") });
    expect(call(-1)).toBe(5);
  });
});

describe("a panic without the signals layer", () => {
  it("is caught by the gate all the same", () => {
    const throwing = link([], "int throwing(int kind)");
    expect(errorOf(throwing, 2)).toMatchObject({ fault: { kind: "panic", reason: "42" } });
  });
});

describe("pthread_exit", () => {
  it("passes through the gate and ends the guest's thread", () => {
    const shape = { stackBytes: 0, resultBytes: 0 };
    const exit = koffi.address(koffi.load(path).symbol("exit_inside"));
    using wrapped = gate.wrap(exit, shape, { layers: [signals(), stack()] });
    const onThread = koffi.load(path).func("int on_a_thread(void *inner)");
    expect(onThread(wrapped.address)).toBe(7);
    expect(wrapped.takeError()).toBeUndefined();
  });
});

const rust = findRust();

describe.skipIf(rust === undefined)(
  rust ? "a Rust panic" : "a Rust panic (skipped: there is no rustc on this machine)",
  () => {
    const guest = rust as string;
    const open = () =>
      isolate([signals({ afterFault: "continue" }), stack()]).openSync(library(guest));

    it.each([
      [0, "&str", "a literal"],
      [1, "String", "formatted 42"],
      [2, "String", "index out of bounds: the len is 3 but the index is 9"],
      [3, "&str", "called `Option::unwrap()` on a `None` value"],
      [4, "dyn Any", "(a payload of 8 bytes)"],
    ])("is a panic fault with its message: kind %i", (kind, type, reason) => {
      using lib = open();
      expect(errorOf(lib.func("int panicking(int kind)"), kind)).toMatchObject({
        code: "ERR_ISOLATION_PANIC",
        fault: { kind: "panic", language: "Rust", type, reason },
      });
      expect(lib.func("int panicking(int kind)")(9)).toBe(5);
    });

    // in a child: std prints a back trace of the whole thread, through JavaScript's frames too
    it('arrives as SIGABRT out of an extern "C" function', async () => {
      const child = await runChild(fixture, { args: ["rust", guest] });
      expect(child.report()).toEqual({ fault: "SIGABRT", after: 5 });
    });
  },
);
