import { gate } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { describe, expect, it } from "vitest";

const shape = { stackBytes: 0, resultBytes: 0 };

function addressIn(name: string, symbol: string): bigint {
  return koffi.address(koffi.load(libraryPath(name)).symbol(symbol));
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
});
