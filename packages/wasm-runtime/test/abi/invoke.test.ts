import { isolate, outcome } from "@cofferdam/core";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { reportOf, type WasmInstance, type WasmLimits, wasm, wasmModule } from "../../src/index.ts";
import { assemble } from "../assemble.ts";

function open(source: string | Uint8Array, limits: WasmLimits = {}, imports = {}): WasmInstance {
  return isolate([wasm({ limits })]).openSync(wasmModule(source, { imports, wasi: {} }));
}

/** plugin.c: its first byte says what it does with the rest. */
function openPlugin(limits: WasmLimits = {}): WasmInstance {
  const host_transform = (at: number, length: number, to: number) => {
    const { buffer } = plugin.memory as WebAssembly.Memory;
    const text = Buffer.from(buffer, at, length).toString().toUpperCase();
    return Buffer.from(buffer).write(text, to);
  };
  const plugin = open(wasmPath("plugin"), limits, { env: { host_transform } });
  return plugin;
}

const bytes = (text: string) => Buffer.from(text);
const text = (reply: Uint8Array) => Buffer.from(reply).toString();

beforeAll(() => buildWasmGuests());

describe("plugin.invoke(payload)", () => {
  it("takes bytes to the guest and its reply back", () => {
    const plugin = openPlugin();
    expect(text(plugin.invoke(bytes("eecho me")))).toBe("echo me");
    expect(text(plugin.invoke(bytes("rdesrever")))).toBe("reversed");
    expect(text(plugin.invoke(bytes("hask the host")))).toBe("ASK THE HOST");
    expect(plugin.invoke(bytes("e"))).toEqual(new Uint8Array(0));
  });

  it("has the same bytes come back, whatever they are and however many", () => {
    const plugin = openPlugin();
    for (const length of [1, 255, 256, 257, 65_535, 65_536, 1_000_000]) {
      const payload = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff);
      const reply = plugin.invoke(Buffer.concat([bytes("e"), payload]));
      expect(Buffer.compare(reply, payload)).toBe(0);
    }
  });

  it("gives a copy: what the guest does later does not change it", () => {
    const plugin = openPlugin();
    const first = plugin.invoke(bytes("rabc"));
    plugin.invoke(bytes("rxyz"));
    expect(text(first)).toBe("cba");
    expect(first.buffer).not.toBe(plugin.memory?.buffer);
  });

  it("throws the guest's own error where it replies with one, and does not quarantine it", () => {
    const plugin = openPlugin();
    expect(outcome(() => plugin.invoke(bytes("?")))).toEqual({
      ok: false,
      fault: { kind: "guest-error", name: "Error", message: "an unknown request" },
    });
    expect(plugin.status()).toMatchObject({ tainted: false, faults: { "guest-error": 1 } });
    expect(text(plugin.invoke(bytes("estill here")))).toBe("still here");
  });

  it("keeps the guest's state when it replies with an error", () => {
    const counts = `(module (memory (export "memory") 1)
      (func (export "alloc") (param i32) (result i32) (i32.const 8))
      (func (export "dispatch") (param i32 i32) (result i64)
        (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
        (i64.const 1))
      (func (export "take_outcome") (result i32) (i32.eq (i32.load8_u (i32.const 0)) (i32.const 2))))`;
    const plugin = open(assemble(counts));
    const count = () => plugin.invoke(new Uint8Array(0))[0];
    expect(count()).toBe(1);
    expect(count).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_GUEST_ERROR" }));
    expect(count()).toBe(3);
  });

  it("is one call: alloc and take_outcome are under its budget, and in its report", () => {
    const plugin = openPlugin();
    const { value, report } = plugin.invoke(bytes("eabc"), { report: true });
    expect(text(value)).toBe("abc");
    expect(report).toMatchObject({ bytesIn: 4, bytesOut: 3, hostCalls: 0 });
    const { fuel } = report;
    const same = openPlugin({ fuel });
    expect(text(same.invoke(bytes("eabc")))).toBe("abc");
    const less = openPlugin({ fuel: fuel - 1 });
    expect(outcome(() => less.invoke(bytes("eabc")))).toMatchObject({ fault: { kind: "fuel" } });
    expect(plugin.status().functions).toEqual([{ symbol: "dispatch", calls: 1, mode: "wasm" }]);
  });

  it("has a report of what ended in an error, too", () => {
    const plugin = openPlugin();
    let thrown: unknown;
    try {
      plugin.invoke(bytes("?what"), { report: true });
    } catch (error) {
      thrown = error;
    }
    expect(reportOf(thrown)).toMatchObject({ bytesIn: 5, bytesOut: 18 });
  });

  it("refuses a payload that is too large, and a reply that is", () => {
    const plugin = openPlugin({ payloadLimit: 10 });
    expect(() => plugin.invoke(bytes("e0123456789"))).toThrow(
      expect.objectContaining({ code: "ERR_WASM_PAYLOAD" }),
    );
    expect(text(plugin.invoke(bytes("e012345678")))).toBe("012345678");
    expect(outcome(() => plugin.invoke(bytes("?")))).toEqual({
      ok: false,
      fault: {
        kind: "violation",
        action: "reply",
        resource: "18 bytes",
        rule: "payloadLimit = 10",
      },
    });
  });

  it.each([["a text"], [undefined], [[1, 2]], [new Uint16Array(2)]])("refuses %o", (payload) => {
    expect(() => openPlugin().invoke(payload as unknown as Uint8Array)).toThrow(
      /Expected bytes for `invoke\(payload\)`/,
    );
  });

  it("refuses the same by async, and replies", async () => {
    const plugin = openPlugin();
    expect(text(await plugin.invoke.async(bytes("rcba")))).toBe("abc");
    await expect(plugin.invoke.async("a text" as unknown as Uint8Array)).rejects.toThrow(
      /Expected bytes/,
    );
    const { report } = await plugin.invoke.async(bytes("eabc"), { report: true });
    expect(report).toMatchObject({ bytesIn: 4, bytesOut: 3 });
  });

  it("refuses a module that does not speak the ABI, and says all that is missing", () => {
    const module = `(module (func (export "alloc") (param i64) (result i32) (i32.const 0))
      (global (export "yield") i32 (i32.const 0)))`;
    const problems = [
      "Expected wasm module to speak the guest ABI (alloc, dispatch), got one where alloc is (i64) -> i32, not (i32) -> i32",
      "dispatch is not exported",
      "yield is a global",
      "it has no memory. Call its exports instead.",
    ];
    expect(() => open(assemble(module)).invoke(bytes("x"))).toThrow(problems.join(", "));
  });
});

describe("a guest that lies", () => {
  const liar = (alloc: string, dispatch: string, outcome = "0") =>
    assemble(`(module (memory (export "memory") 1)
      (func (export "alloc") (param i32) (result i32) (i32.const ${alloc}))
      (func (export "dispatch") (param i32 i32) (result i64) (i64.const ${dispatch}))
      (func (export "take_outcome") (result i32) (i32.const ${outcome})))`);

  const memory = "memory has 65536 bytes";
  it.each([
    ["0", "0", "0", "alloc", "3 bytes", "0 is no address"],
    ["65534", "0", "0", "alloc", "3 bytes at 0xfffe", memory],
    ["-1", "0", "0", "alloc", "3 bytes at 0xffffffff", memory],
    ["8", "0x0000ffff_00000002", "0", "reply", "2 bytes at 0xffff", memory],
    ["8", "0xffffffff_00000001", "0", "reply", "1 bytes at 0xffffffff", memory],
    ["8", "0x00010000_00000001", "0", "reply", "1 bytes at 0x10000", memory],
    ["8", "0x00000000_ffffffff", "0", "reply", "4294967295 bytes", "payloadLimit = 16777216"],
    ["8", "-1", "0", "reply", "4294967295 bytes", "payloadLimit = 16777216"],
    ["8", "0x00000000_00000001", "7", "take_outcome", "7", "0 is a reply, 1 an error"],
  ])(
    "about alloc %s, reply %s, outcome %s ends in a violation",
    (alloc, reply, outcomeOf, action, resource, rule) => {
      const plugin = open(liar(alloc, reply, outcomeOf));
      const fault = { kind: "violation", action, resource, rule };
      expect(outcome(() => plugin.invoke(bytes("abc")))).toEqual({ ok: false, fault });
      expect(plugin.status().state).toBe("quarantined");
    },
  );

  it("only as far as its memory ends is believed to the last byte", () => {
    const plugin = open(liar("65533", "0x0000fffd_00000003"));
    expect(text(plugin.invoke(bytes("abc")))).toBe("abc");
    const empty = open(liar("65536", "0x00010000_00000000"));
    expect(empty.invoke(new Uint8Array(0))).toEqual(new Uint8Array(0));
  });
});

describe("plugin.yield(payload)", () => {
  const YIELDS = `(module (import "env" "each" (func $each (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "alloc") (param i32) (result i32) (i32.const 1024))
    (func (export "dispatch") (param i32 i32) (result i64)
      (i32.store8 (i32.const 0) (call $each (local.get 1)))
      (i64.const 1))
    (func (export "yield") (param $at i32) (param $length i32) (result i64)
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 33)) (then unreachable)) ;; "!"
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 63)) (then (loop (br 0)))) ;; "?"
      (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 1)))
      (i64.or (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32)) (i64.const 1))))`;
  const yields = (each: (plugin: WasmInstance) => number) => {
    const plugin: WasmInstance = open(
      assemble(YIELDS),
      { timeout: 50 },
      { env: { each: () => each(plugin) } },
    );
    return plugin;
  };

  it("calls the guest back from a function of the host that it has called", () => {
    const plugin = yields((guest) => guest.yield(bytes("a"))[0] as number);
    expect(text(plugin.invoke(bytes("go")))).toBe("b");
    expect(plugin.status().functions).toEqual([
      { symbol: "dispatch", calls: 1, mode: "wasm" },
      { symbol: "yield", calls: 1, mode: "wasm" },
    ]);
  });

  it.each([
    ["!", "trap"],
    ["?", "timeout"],
  ])("ends all of the call when the guest ends in it (%s: %s)", (payload, kind) => {
    const seen: unknown[] = [];
    const plugin = yields((guest) => {
      try {
        return guest.yield(bytes(payload))[0] as number;
      } catch (error) {
        seen.push(error);
        return 1; // the host may think that nothing happened
      }
    });
    expect(outcome(() => plugin.invoke(bytes("go")))).toMatchObject({ fault: { kind } });
    expect(seen).toHaveLength(1);
    expect(plugin.status().faults).toEqual({ [kind]: 1 });
  });

  it("is refused where no function of the host runs, and where the guest has none", () => {
    const plugin = yields(() => 0);
    expect(() => plugin.yield(bytes("a"))).toThrow(
      expect.objectContaining({ code: "ERR_WASM_SUSPEND" }),
    );
    const without = open(
      assemble(YIELDS.replace('(export "yield")', "")),
      {},
      { env: { each: () => without.yield(bytes("a"))[0] } },
    );
    expect(() => without.invoke(bytes("go"))).toThrow(
      expect.objectContaining({ code: "ERR_WASM_ABI" }),
    );
  });
});
