import { isolate, outcome } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import {
  type Imports,
  reportOf,
  type WasmInstance,
  type WasmOptions,
  wasm,
  wasmModule,
} from "../../src/index.ts";
import { assemble } from "../assemble.ts";

function open(text: string, options: WasmOptions = {}, imports: Imports = {}): WasmInstance {
  const granted = { imports, wasi: {} };
  return isolate([wasm(options)]).openSync(wasmModule(assemble(text), granted));
}

const kindOf = (call: () => unknown) => {
  const result = outcome(call);
  return result.ok ? "none" : result.fault.kind;
};

describe("a guest that catches the end of its time", () => {
  const catches = (then: string) => `(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (import "env" "fail" (func $fail))
    (memory (export "memory") 1 4)
    (func (export "alloc") (param i32) (result i32) (i32.const 8))
    (func (export "take_outcome") (result i32) (i32.const 1))
    (func $spin (loop (br 0)))
    (func (export "run") (try (do (call $spin)) (catch_all)) ${then})
    (func (export "dispatch") (param i32 i32) (result i64)
      (try (do (call $spin)) (catch_all)) (i64.const 1)))`;
  const fail = () => {
    throw new Error("the host's own");
  };
  const limits = { timeout: 20, fuel: 0 };

  it.each([
    ["exits", "(call $exit (i32.const 0))"],
    ["has a function of the host throw", "(call $fail)"],
    ["traps", "(unreachable)"],
    ["returns", ""],
  ])("and then %s: it was its time", (_, then) => {
    const guest = open(catches(then), { limits }, { env: { fail } });
    expect(kindOf(() => guest.exports.run())).toBe("timeout");
    expect(guest.status().state).toBe("quarantined");
  });

  it("and then replies with an error: it was its time", () => {
    const guest = open(catches(""), { limits }, { env: { fail } });
    expect(kindOf(() => guest.invoke(new Uint8Array(0)))).toBe("timeout");
    expect(guest.status().tainted).toBe(true);
  });
});

describe("a guest's fuel", () => {
  it.each(["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty"])(
    "is limited in an export that is called %s",
    (name) => {
      const text = `(module (func (export "${name}") (loop (br 0))))`;
      const guest = open(text, { limits: { fuel: 1000, timeout: 0 } });
      expect(kindOf(() => (guest.exports[name] as () => void)())).toBe("fuel");
    },
  );

  it("is what a call ended in where metering has it trap", () => {
    const text = `(module (func (export "spin") (loop (br 0))) (func (export "trap") unreachable))`;
    const guest = open(text, {
      metering: "trap",
      limits: { fuel: 1000, timeout: 0 },
      afterFault: "continue",
    });
    expect(kindOf(() => guest.exports.spin())).toBe("fuel");
    expect(kindOf(() => guest.exports.trap())).toBe("trap");
  });
});

describe("a function that a guest gives to the host", () => {
  const GIVES = `(module (import "env" "take" (func $take (param funcref) (result i32)))
    (elem declare func $trap $spin $one)
    (func $trap (result i32) unreachable)
    (func $spin (result i32) (loop (br 0)) unreachable)
    (func $one (result i32) (i32.const 1))
    (func (export "trap") (result i32) (call $take (ref.func $trap)))
    (func (export "spin") (result i32) (call $take (ref.func $spin)))
    (func (export "one") (result i32) (call $take (ref.func $one))))`;

  it("is limited, also when it is called later", () => {
    const kept: (() => number)[] = [];
    const take = (call: () => number) => {
      kept.push(call);
      return call();
    };
    const limits = { timeout: 20, fuel: 0 };
    const guest = open(GIVES, { limits, afterFault: "continue" }, { env: { take } });
    expect(guest.exports.one()).toBe(1);
    expect(kindOf(() => guest.exports.trap())).toBe("trap");
    expect(kindOf(() => guest.exports.spin())).toBe("timeout");
    expect(guest.status().faults).toEqual({ trap: 1, timeout: 1 });
    expect(kept[0]?.()).toBe(1);
    expect(kindOf(() => kept[2]?.())).toBe("timeout");
  });
});

describe("plugin.reopen()", () => {
  const STARTS = `(module (import "env" "hello" (func $hello))
    (memory (export "memory") 1 8)
    (func $start (call $hello) (i32.store (i32.const 0) (i32.const 7)))
    (start $start)
    (func (export "grow") (drop (memory.grow (i32.const 1))) unreachable)
    (func (export "read") (result i32) (i32.load (i32.const 0))))`;

  it("has a module whose memory has grown start again", () => {
    const guest = open(STARTS, {}, { env: { hello: () => {} } });
    outcome(() => guest.exports.grow());
    guest.reopen();
    expect(guest.exports.read()).toBe(7);
  });

  it("that fails has nobody call what it has half made", () => {
    let fails = false;
    const hello = () => {
      if (fails) throw new Error("not now");
    };
    const guest = open(STARTS, { afterFault: "continue" }, { env: { hello } });
    outcome(() => guest.exports.grow());
    fails = true;
    expect(() => guest.exports.read()).toThrow("not now");
    expect(() => guest.exports.read()).toThrow("not now");
    fails = false;
    expect(guest.exports.read()).toBe(7);
  });
});

describe("plugin.exports", () => {
  it("cannot be changed, used or not", () => {
    const guest = open(`(module (func (export "f") (result i32) (i32.const 1)))`);
    const exports = guest.exports as { f: () => number };
    expect(() => Object.defineProperty(exports, "f", { value: () => 666 })).toThrow(TypeError);
    expect(() => delete (exports as Partial<typeof exports>).f).toThrow(TypeError);
    expect(exports.f()).toBe(1);
    expect(exports.f).toBe(exports.f);
    expect(Object.keys(exports)).toEqual(["f"]);
  });
});

describe("a guest that leaves the host no stack", () => {
  const RECURS = `(module (import "env" "call" (func $call (result i32)))
    (func $down (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (call $down (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
        (else (call $call))))
    (func (export "run") (param i32) (result i32) (call $down (local.get 0))))`;

  it("is told that it was its own fault, and not the other guest that the host calls", () => {
    const other = open(
      `(module (import "env" "f" (func)) (func $r (export "r") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (call $r (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 5)))))`,
      {},
      { env: { f: () => {} } },
    );
    const guest = open(RECURS, {}, { env: { call: () => other.exports.r(1) } });
    expect(guest.exports.run(10)).toBe(15);
    let depth = 400;
    while (kindOf(() => guest.exports.run(depth)) === "none") depth++;
    expect(guest.status().faults).toEqual({ "stack-overflow": 1 });
    expect(other.status()).toMatchObject({ state: "open", tainted: false, faults: {} });
  });

  it("has as much of it after calls inside of calls as before", () => {
    const text = `(module (import "env" "f" (func $f (param i32)))
      (func $r (export "r") (param i32) (if (local.get 0)
        (then (call $r (i32.sub (local.get 0) (i32.const 1)))) (else (call $f (i32.const 0)))))
      (func (export "many") (param i32) (loop $l (call $f (i32.const 1))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;
    const f = (again: number) => {
      if (again) guest.exports.r(3);
    };
    const guest: WasmInstance = open(text, {}, { env: { f } });
    expect(kindOf(() => guest.exports.many(1000))).toBe("none");
  });
});

describe("what a call is told of", () => {
  it("is not what another one did that was inside of it, before it, or refused", () => {
    const text = `(module (import "wasi_snapshot_preview1" "fd_write"
        (func $write (param i32 i32 i32 i32) (result i32)))
      (import "env" "f" (func $f))
      (memory (export "memory") 1) (data (i32.const 0) "\\08\\00\\00\\00\\02\\00\\00\\00hi")
      (func $say (export "say") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64))))
      (func (export "outer") (call $say) (call $f) (call $say))
      (func (export "trap") unreachable))`;
    const inner: string[] = [];
    const f = () => {
      inner.push(guest.call("say").report.stdout);
    };
    const guest: WasmInstance = open(text, {}, { env: { f } });
    guest.exports.say();
    expect(guest.call("outer").report.stdout).toBe("hihihi");
    expect(inner).toEqual([""]);
    outcome(() => guest.exports.trap());
    let refused: unknown;
    try {
      guest.call("say");
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: "ERR_ISOLATION_QUARANTINED" });
    expect(reportOf(refused)).toBeUndefined();
  });

  it("is the limit that it reached: by how much memory may grow in a call, where that is less", () => {
    const text = `(module (memory 1 100) (func (export "grow") (drop (memory.grow (i32.const 3)))))`;
    const guest = open(text, { limits: { memoryGrowth: "128KiB" } });
    const fault = { kind: "memory-limit", limit: 3 * 65_536 };
    expect(outcome(() => guest.exports.grow())).toMatchObject({ fault });
  });
});

describe("a guest whose stack is in its memory", () => {
  it("has it back after a function of the host has thrown through its frames", () => {
    const text = `(module (import "env" "fail" (func $fail))
      (memory 1) (global $__stack_pointer (export "__stack_pointer") (mut i32) (i32.const 1024))
      (func (export "run")
        (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 512)))
        (i32.store (global.get $__stack_pointer) (i32.const 1))
        (call $fail)
        (global.set $__stack_pointer (i32.add (global.get $__stack_pointer) (i32.const 512)))))`;
    const fail = () => {
      throw new Error("the host's own");
    };
    const guest = open(text, {}, { env: { fail } });
    for (let time = 0; time < 5; time++) expect(() => guest.exports.run()).toThrow("own");
    expect(guest.status().state).toBe("open");
  });
});

describe("what is the host's", () => {
  it("is left alone when a module is put back: memory that it was granted", () => {
    const text = `(module (import "env" "memory" (memory 1))
      (func (export "set") (i32.store (i32.const 0) (i32.const 5)) unreachable))`;
    const memory = new WebAssembly.Memory({ initial: 1 });
    const guest = open(text, { afterFault: "continue" }, { env: { memory } });
    outcome(() => guest.exports.set());
    guest.reset();
    expect(new Int32Array(memory.buffer)[0]).toBe(5);
  });

  it("may be changed later: a module is made of the bytes that there were", () => {
    const bytes = Buffer.from(assemble(`(module (func (export "f") (result i32) (i32.const 1)))`));
    const target = wasmModule(bytes);
    bytes.fill(0);
    expect(isolate([wasm()]).openSync(target).exports.f()).toBe(1);
  });

  it("is sent as it was, also from the guest's own memory, which its alloc has grow", async () => {
    const text = `(module (memory (export "memory") 1 9) (data (i32.const 0) "abc")
      (func (export "alloc") (param i32) (result i32)
        (i32.mul (memory.grow (i32.const 1)) (i32.const 65536)))
      (func (export "dispatch") (param i32 i32) (result i64)
        (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1)))))`;
    const guest = open(text);
    guest.invoke(new Uint8Array(1));
    const { buffer } = guest.memory as WebAssembly.Memory;
    expect(Buffer.from(guest.invoke(new Uint8Array(buffer, 0, 3))).toString()).toBe("abc");
    const mine = Buffer.from("xyz");
    const sent = guest.invoke.async(mine);
    mine.fill(0);
    expect(Buffer.from(await sent).toString()).toBe("xyz");
  });
});

describe("wasm(options)", () => {
  it.each([
    [{ allow: { gcc: true } }, "gcc"],
    [{ allow: { gc: "no" } }, "allow.gc"],
    [{ allow: 5 }, "allow"],
    [{ afterFault: "quarantin" }, "afterFault"],
  ])("refuses %j when layers are listed, at the latest", (options, name) => {
    expect(() => isolate([wasm(options as object)])).toThrow(name);
  });
});

describe("wasmModule(source, options)", () => {
  it.each([
    [{ imports: 5 }, "imports"],
    [{ imports: { env: null } }, "imports.env"],
    [{ imports: { env: () => {} } }, "imports.env"],
  ])("refuses %o", (options, name) => {
    expect(() => wasmModule(new Uint8Array(8), options as object)).toThrow(`\`${name}\``);
  });
});

describe("a module whose imports have names of the language's own objects", () => {
  it.each(["__proto__", "constructor"])("is linked, and changes none of those (%s)", (name) => {
    const text = `(module (import "${name}" "assign" (func $f (result i32)))
      (func (export "run") (result i32) (call $f)))`;
    const before = [Object.assign, Reflect.get(Object.prototype, "assign")];
    const imports = Object.fromEntries([[name, { assign: () => 7 }]]) as Imports;
    expect(open(text, {}, imports).exports.run()).toBe(7);
    expect([Object.assign, Reflect.get(Object.prototype, "assign")]).toEqual(before);
  });
});

describe("isolate(layers).openSync", () => {
  it("has what it refused, as it came too late, disposed", async () => {
    const disposed: string[] = [];
    const late = {
      kind: "late",
      name: "late",
      load: async () => ({ [Symbol.dispose]: () => disposed.push("late") }),
    };
    expect(() => isolate([]).openSync(late)).toThrow(
      expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }),
    );
    await expect.poll(() => disposed).toEqual(["late"]);
  });
});
