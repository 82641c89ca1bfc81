import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { gate, type WrappedAddress } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { compileGuest } from "@cofferdam/testing/compile.ts";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

const plain = compileGuest(new URL("guests/plain.c", import.meta.url));
const shape = { stackBytes: 0, resultBytes: 0 };

/** koffi unloads a library that nobody holds, and an address holds nothing. */
const held: unknown[] = [];

function addressAt(path: string, symbol: string): bigint {
  const library = koffi.load(path);
  held.push(library);
  return koffi.address(library.symbol(symbol));
}

const addressIn = (name: string, symbol: string) => addressAt(libraryPath(name), symbol);

/** `crash_if(1)` crashes, `crash_if(0)` is 7; faults do not quarantine it. */
function wrapCrashIf(): { wrapped: WrappedAddress; crashIf: (guilty: number) => number } {
  const address = addressAt(plain, "crash_if");
  const layers = [signals({ afterFault: "continue" }), stack()];
  const wrapped = gate.wrap(address, shape, { layers, symbol: "crash_if" });
  return { wrapped, crashIf: koffi.decode(wrapped.address, koffi.proto("int", ["int"])) };
}

describe("gate.wrap(address, shape, { layers })", () => {
  it.each([
    ["no layers", () => []],
    ["signals", () => [signals()]],
    ["signals and stack", () => [signals(), stack()]],
  ])("gives an address that any FFI can call, with %s", (_what, layers) => {
    using wrapped = gate.wrap(addressIn("honest", "add"), shape, { layers: layers() });
    const add = koffi.decode(wrapped.address, koffi.proto("int", ["int", "int"]));
    expect(add(2, 3)).toBe(5);
    expect(wrapped.takeError()).toBeUndefined();
  });

  it("keeps the error of a fault for the caller to take, once", () => {
    const layers = [signals({ afterFault: "continue" }), stack()];
    const address = addressIn("null_write", "null_write");
    using wrapped = gate.wrap(address, shape, { layers, symbol: "crash" });
    const crash = koffi.decode(wrapped.address, koffi.proto("int", []));
    expect(crash()).toBe(0);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL", symbol: "crash" });
    expect(wrapped.takeError()).toBeUndefined();
    expect(crash()).toBe(0);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL" });
  });

  it("answers calls after disposal with an error instead of entering the function", () => {
    const wrapped = gate.wrap(addressIn("honest", "add"), shape, { layers: [signals()] });
    const add = koffi.decode(wrapped.address, koffi.proto("int", ["int", "int"]));
    wrapped.dispose();
    expect(add(2, 3)).toBe(0);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_TARGET_DISPOSED" });
  });

  it("lets calls through again after reopen(), still tainted: nothing was loaded anew", () => {
    const options = { layers: [signals(), stack()], symbol: "crash" };
    using wrapped = gate.wrap(addressIn("null_write", "null_write"), shape, options);
    const crash = koffi.decode(wrapped.address, koffi.proto("int", []));
    const codes = [1, 2, 3].map((call) => {
      if (call === 3) wrapped.reopen();
      crash();
      return (wrapped.takeError() as { code?: string }).code;
    });
    expect(codes).toEqual([
      "ERR_ISOLATION_SIGNAL",
      "ERR_ISOLATION_QUARANTINED",
      "ERR_ISOLATION_SIGNAL",
    ]);
    expect(wrapped.status()).toMatchObject({ kind: "address", tainted: true, reopened: 1 });
  });

  it("refuses layers that decorate in JavaScript, which a bare address does not pass", () => {
    const decorating = { name: "decorating", link: () => () => 5 };
    expect(() => gate.wrap(1n, shape, { layers: [decorating] })).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_UNAVAILABLE" }),
    );
  });

  it("exports the address by name, for an FFI that calls only what libraries export", () => {
    const { wrapped } = wrapCrashIf();
    const { library, symbol } = wrapped.exported;
    expect(koffi.address(koffi.load(library).symbol(symbol))).toBe(wrapped.address);
  });

  it("runs no JavaScript at a fault: the error is made when it is asked for", () => {
    const { wrapped, crashIf } = wrapCrashIf();
    const heard: unknown[] = [];
    const listener = (message: unknown) => heard.push(message);
    subscribe("cofferdam:fault", listener);
    expect(crashIf(1)).toBe(0);
    expect(heard).toEqual([]);
    const error = wrapped.takeError();
    unsubscribe("cofferdam:fault", listener);
    expect(heard).toEqual([expect.objectContaining({ symbol: "crash_if", error })]);
  });

  it("lets no call in after a fault until its error was taken", () => {
    const { wrapped, crashIf } = wrapCrashIf();
    crashIf(1);
    expect([crashIf(0), crashIf(1)]).toEqual([0, 0]);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL" });
    expect(wrapped.takeError()).toBeUndefined();
    expect(crashIf(0)).toBe(7);
    expect(wrapped.status().faults).toEqual({ signal: 1 });
  });

  it("counts a fault in status() before its error was taken, and keeps the error", () => {
    const { wrapped, crashIf } = wrapCrashIf();
    crashIf(1);
    expect(wrapped.status()).toMatchObject({ tainted: true, faults: { signal: 1 } });
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL" });
    expect(wrapped.status().faults).toEqual({ signal: 1 });
  });

  it("keeps the error of a fault before a reopen() for the caller to take", () => {
    const { wrapped, crashIf } = wrapCrashIf();
    crashIf(1);
    wrapped.reopen();
    expect(crashIf(0)).toBe(7);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL" });
  });

  it("keeps the error of a call on a thread without JavaScript", async () => {
    const { wrapped } = wrapCrashIf();
    const crashIf = koffi.decode(wrapped.address, koffi.proto("int", ["int"]));
    const call = (guilty: number) =>
      new Promise((resolve) =>
        crashIf.async(guilty, (_error: unknown, value: number) => resolve(value)),
      );
    expect(await call(1)).toBe(0);
    expect(wrapped.takeError()).toMatchObject({ code: "ERR_ISOLATION_SIGNAL" });
    expect(await call(0)).toBe(7);
    expect(wrapped.takeError()).toBeUndefined();
  });
});

describe("wrapped.guard(call)", () => {
  it("returns the call, throwing the error that takeError would give", () => {
    const { wrapped, crashIf } = wrapCrashIf();
    const guarded = wrapped.guard(crashIf);
    expect(guarded(0)).toBe(7);
    expect(() => guarded(1)).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }));
    expect(guarded(0)).toBe(7);
    expect(wrapped.takeError()).toBeUndefined();
  });

  it("throws the fault also when a callback had thrown in the same call", () => {
    const address = addressAt(plain, "call_back_and_crash");
    const layers = [signals({ afterFault: "continue" })];
    using wrapped = gate.wrap(address, shape, { layers, symbol: "call_back_and_crash" });
    const callback = koffi.pointer(koffi.proto("int", ["int"]));
    const call = koffi.decode(wrapped.address, koffi.proto("int", [callback, "int"]));
    const throwingCallback = () => {
      throw new Error("from the callback");
    };
    for (const _time of [1, 2]) {
      expect(() => wrapped.guard(call)(throwingCallback, 1)).toThrow(
        expect.objectContaining({ code: "ERR_ISOLATION_SIGNAL" }),
      );
    }
    expect(() => wrapped.guard(call)("no callback", 1)).toThrow(TypeError);
  });

  it("refuses what cannot be called", () => {
    const { wrapped } = wrapCrashIf();
    expect(() => wrapped.guard(7 as never)).toThrow(
      expect.objectContaining({
        code: "ERR_OPTION_TYPE",
        message:
          "Expected a function for `call`, got 7 (number). Pass what the FFI made of the address.",
      }),
    );
  });
});
