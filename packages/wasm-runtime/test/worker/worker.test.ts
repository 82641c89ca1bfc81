import { isolate, outcome } from "@cofferdam/core";
import { hostFiles, memoryFiles, suspending, wasm, wasmModule } from "@cofferdam/wasm-runtime";
import { describe, expect, it } from "vitest";
import { assemble, GUEST, openText } from "./run.ts";

describe("wasm({ worker: true })", () => {
  it("runs a module whose functions are called by .async alone", async () => {
    const guest = await openText(GUEST);
    expect(await guest.exports.count.async()).toBe(1);
    const calls = [
      () => guest.exports.count(),
      () => guest.call("count"),
      () => guest.invoke(new Uint8Array(1)),
      () => guest.yield(new Uint8Array(1)),
      () => guest.exports.memory,
      () => guest.exports.table,
    ];
    for (const call of calls)
      expect(call).toThrow(expect.objectContaining({ code: "ERR_WASM_SUSPEND" }));
    expect(guest.memory).toBeUndefined();
    expect(Object.keys(guest.exports)).not.toContain("memory");
    guest.dispose();
  });

  it("does not stop this thread, whatever the module does", async () => {
    const guest = await openText(GUEST, { limits: { timeout: 200 } });
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    const end = await outcome(guest.exports.spin.async());
    clearInterval(ticking);
    expect(end).toMatchObject({ fault: { kind: "timeout", limit: 200 } });
    expect(turns).toBeGreaterThan(5);
    guest.dispose();
  });

  it("refuses to be opened at once", () => {
    const opening = () => isolate([wasm({ worker: true })]).openSync(wasmModule(assemble(GUEST)));
    expect(opening).toThrow(expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }));
  });

  it("has its state back after reset(), and is quarantined until reopen()", async () => {
    const guest = await openText(GUEST, { afterFault: "quarantine" });
    const { count, trap } = guest.exports;
    expect([await count.async(), await count.async()]).toEqual([1, 2]);
    guest.reset();
    expect(await count.async()).toBe(1);
    expect(await outcome(trap.async())).toMatchObject({ fault: { kind: "trap" } });
    await expect(count.async()).rejects.toMatchObject({ code: "ERR_ISOLATION_QUARANTINED" });
    guest.reopen();
    expect(await count.async()).toBe(1);
    expect(guest.status()).toMatchObject({ reopened: 1, tainted: false, faults: { trap: 1 } });
    guest.dispose();
    await expect(count.async()).rejects.toMatchObject({ code: "ERR_TARGET_DISPOSED" });
  });

  it("is busy while a call runs: it is neither disposed nor reset", async () => {
    const guest = await openText(GUEST, { limits: { timeout: 100 } });
    const spinning = outcome(guest.exports.spin.async());
    await new Promise((resolve) => setTimeout(resolve, 20));
    const busy = expect.objectContaining({ code: "ERR_TARGET_BUSY" });
    expect(() => guest.dispose()).toThrow(busy);
    expect(() => guest.reset()).toThrow(busy);
    expect(() => guest.reopen()).toThrow(busy);
    await spinning;
    guest.dispose();
  });

  it("throws what opening a module ends in as it is thrown in this thread", async () => {
    const opening = (text: string) => openText(text, { limits: { timeout: 100 } });
    await expect(opening(`(module (import "env" "f" (func)))`)).rejects.toMatchObject({
      code: "ERR_WASM_IMPORT",
      message: expect.stringContaining("give `imports: { env: { f: … } }`"),
    });
    await expect(opening("(module (memory 2000))")).rejects.toMatchObject({
      code: "ERR_WASM_LIMIT",
    });
    await expect(opening("(module (func $f (loop (br 0))) (start $f))")).rejects.toMatchObject({
      code: "ERR_ISOLATION_TIMEOUT",
    });
  });

  it("takes no references, and gives none", async () => {
    const guest = await openText(GUEST);
    const refused = { code: "ERR_WIRE_VALUE" };
    await expect(guest.exports.null.async({})).rejects.toMatchObject(refused);
    expect(await guest.exports.null.async(null)).toBeNull();
    guest.dispose();
  });

  it("has a stack as deep as limits.stackDepth says, deeper than this thread's", async () => {
    const limits = { stackDepth: 200_000, timeout: 10_000 };
    const guest = await openText(GUEST, { limits });
    expect(await guest.exports.deep.async(150_000)).toBe(150_000);
    guest.dispose();
    expect(() => wasm({ limits })).toThrow("stackDepth");
  });
});

describe("what a module in a worker is granted", () => {
  it.each([
    ["a memory", { env: { memory: new WebAssembly.Memory({ initial: 1 }) } }, "imports.env.memory"],
    [
      "a table",
      { env: { t: new WebAssembly.Table({ initial: 1, element: "anyfunc" }) } },
      "imports.env.t",
    ],
    ["an object", { env: { object: {} } }, "imports.env.object"],
  ])("is refused by name where it is %s", async (_, imports, where) => {
    const opening = openText("(module)", {}, { imports });
    await expect(opening).rejects.toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
      message: expect.stringContaining(where),
    });
  });

  it("is refused by name where it is a mount that is none of ours", async () => {
    const mounts = { "/data": { ...memoryFiles(), portable: undefined } };
    const opening = openText("(module)", {}, { wasi: { mounts: mounts as object } });
    await expect(opening).rejects.toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
      message: expect.stringContaining('wasi.mounts["/data"]'),
    });
  });

  it("may be a directory of the host", async () => {
    const guest = await openText(
      `(module
        (import "wasi_snapshot_preview1" "path_open"
          (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 64) "run.ts")
        (func (export "open") (result i32)
          (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 6) (i32.const 0)
            (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32))))`,
      {},
      { wasi: { mounts: { "/here": hostFiles(import.meta.dirname) } } },
    );
    expect(await guest.exports.open.async()).toBe(0);
    guest.dispose();
  });

  it("is a sink of standard output, which has it all before the call returns, and whose error ends it", async () => {
    const text = `(module
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\08\\00\\00\\00\\02\\00\\00\\00hi")
      (func (export "say") (param i32)
        (loop $more
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
          (br_if $more (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`;
    const heard: string[] = [];
    const full = new Error("full");
    const stdout = (chunk: Uint8Array) => {
      if (heard.push(Buffer.from(chunk).toString()) > 200) throw full;
    };
    const guest = await openText(text, {}, { wasi: { stdout } });
    await guest.exports.say.async(100);
    expect(heard).toEqual(Array(100).fill("hi"));
    await expect(guest.exports.say.async(200)).rejects.toBe(full);
    guest.dispose();
  });

  it("cannot be reached any more when the guest goes on", async () => {
    let kept: { read(pointer: number, length: number): Promise<Uint8Array> } | undefined;
    const take = suspending((caller) => {
      kept = caller;
    });
    const text = `(module (import "env" "take" (func $take)) (memory (export "memory") 1)
      (func (export "run") (call $take)))`;
    const guest = await openText(text, {}, { env: { take } });
    await guest.exports.run.async();
    await expect(kept?.read(0, 1)).rejects.toMatchObject({ code: "ERR_WASM_SUSPEND" });
    guest.dispose();
  });

  it("does not reach a later call through one whose time was up while this thread was busy", async () => {
    const told: unknown[] = [];
    const late = suspending((caller) => {
      const begun = performance.now();
      while (performance.now() - begun < 200);
      void caller.write(0, new Uint8Array([1])).catch(({ code }) => told.push(code));
      return new Promise(() => {});
    });
    const text = `(module (import "env" "late" (func $late)) (import "env" "now" (func $now))
      (memory (export "memory") 1) (func (export "run") (call $late))
      (func (export "look") (result i32) (call $now) (call $now) (i32.load8_u (i32.const 0))))`;
    const guest = await openText(text, { limits: { timeout: 50 } }, { env: { late, now() {} } });
    expect(await outcome(guest.exports.run.async())).toMatchObject({ fault: { kind: "timeout" } });
    await expect.poll(() => told).toEqual(["ERR_WASM_SUSPEND"]);
    expect(await guest.exports.look.async()).toBe(0);
    guest.dispose();
  });

  it("does not answer a guest whose time is up, and whoever still waits for it is told", async () => {
    const told: unknown[] = [];
    const text = `(module (import "env" "late" (func $late)) (memory (export "memory") 1)
      (func (export "run") (call $late)) (func (export "fine") (result i32) (i32.const 7)))`;
    const late = suspending(async (caller) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      told.push(await caller.read(0, 1).catch(({ code }) => code));
    });
    const guest = await openText(text, { limits: { timeout: 50 } }, { env: { late } });
    expect(await outcome(guest.exports.run.async())).toMatchObject({ fault: { kind: "timeout" } });
    expect(await guest.exports.fine.async()).toBe(7);
    await expect.poll(() => told).toEqual(["ERR_WASM_SUSPEND"]);
    guest.dispose();
  });
});
