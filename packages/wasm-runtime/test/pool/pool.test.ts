import { setTimeout as wait } from "node:timers/promises";
import { type Guard, isolate, outcome, type Target } from "@cofferdam/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createPool,
  type Lease,
  type PoolOptions,
  suspending,
  type WasmInstance,
  wasm,
  wasmModule,
} from "../../src/index.ts";
import { assemble } from "../assemble.ts";

afterEach(() => vi.restoreAllMocks());

const module = assemble(`(module (memory (export "memory") 1)
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
  (func (export "write") (i32.store (i32.const 40) (i32.const 7)))
  (func (export "read") (result i32) (i32.load (i32.const 40)))
  (func (export "trap") unreachable)
  (func (export "grow") (drop (memory.grow (i32.const 3)))))`);

const guard = isolate([wasm()]);

function poolOf(options: PoolOptions = {}, other: Guard = guard) {
  return createPool(other, wasmModule(module), options);
}

const waits = "Suspending" in WebAssembly;
if (!waits)
  console.log("SKIP guests that wait for the host: this V8 has no WebAssembly.Suspending");

const coded = (code: string) => expect.objectContaining({ code });

describe("pool.use(work)", () => {
  it("lends each an instance that is as it was when it was opened, though it was used before", async () => {
    const pool = poolOf({ size: 1 });
    for (let time = 0; time < 3; time++) {
      const seen = await pool.use(({ exports }) => {
        exports.grow(time);
        const before = exports.read();
        exports.write();
        return [exports.count(), before];
      });
      expect(seen).toEqual([1, 0]);
    }
    expect(pool.status()).toMatchObject({ created: 1, uses: 3, idle: 1, busy: 0, discarded: 0 });
    pool.dispose();
  });

  it("lends nobody what another one has", async () => {
    const pool = poolOf({ size: 3 });
    const held = new Set<WasmInstance>();
    const work = async (instance: WasmInstance) => {
      expect(held.has(instance)).toBe(false);
      held.add(instance);
      await wait(Math.random() * 3);
      held.delete(instance);
      return instance.exports.count();
    };
    const counts = await Promise.all(Array.from({ length: 40 }, () => pool.use(work)));
    expect(counts).toEqual(Array(40).fill(1));
    expect(pool.status()).toMatchObject({ created: 3, uses: 40, idle: 3, busy: 0, waiting: 0 });
  });

  it("throws what the work throws, and has the instance back", async () => {
    const pool = poolOf({ size: 1 });
    const error = new Error("the host's own");
    await expect(pool.use(() => Promise.reject(error))).rejects.toBe(error);
    expect(pool.status()).toMatchObject({ idle: 1, discarded: 0 });
  });

  it.each(["quarantine", "continue"] as const)(
    "has another instance in place of one that had a fault, with afterFault: %s",
    async (afterFault) => {
      const pool = poolOf({ size: 1 }, isolate([wasm({ afterFault })]));
      let guilty: WasmInstance | undefined;
      const faulty = pool.use((instance) => {
        guilty = instance;
        return instance.exports.trap();
      });
      await expect(faulty).rejects.toMatchObject({ fault: { kind: "trap" } });
      expect(pool.status()).toMatchObject({ created: 1, discarded: 1, idle: 0, busy: 0 });
      expect(guilty?.status().state).toBe("disposed");
      await pool.use((instance) => {
        expect(instance).not.toBe(guilty);
        expect(instance.exports.count()).toBe(1);
      });
      expect(pool.status()).toMatchObject({ created: 2, idle: 1 });
    },
  );

  it("throws what the work throws also where the instance cannot be given back", async () => {
    const pool = poolOf({ size: 1 });
    const failing = pool.use((instance) => {
      const busy = Object.assign(new Error("a call runs"), { code: "ERR_TARGET_BUSY" });
      vi.spyOn(instance, "reset").mockImplementation(() => {
        throw busy;
      });
      throw new Error("of the work");
    });
    await expect(failing).rejects.toThrow("of the work");
    expect(pool.status()).toMatchObject({ busy: 0, discarded: 1 });
    await expect(pool.use(undefined as never)).rejects.toThrow("Expected a function");
    pool.dispose();
  });

  it("has another instance in place of one that its user has disposed or had reopened after a fault", async () => {
    const pool = poolOf({ size: 1 });
    await pool.use((instance) => instance.dispose());
    expect(pool.status()).toMatchObject({ discarded: 1 });
    await pool.use((instance) => {
      outcome(() => instance.exports.trap());
      instance.reopen(); // as it was when it was opened: it may stay
    });
    expect(pool.status()).toMatchObject({ created: 2, discarded: 1, idle: 1 });
  });

  it("has another instance in place of one that was used as often as it may be", async () => {
    const pool = poolOf({ size: 1, maxUses: 2 });
    for (let time = 0; time < 5; time++) await pool.use(({ exports }) => exports.count());
    expect(pool.status()).toMatchObject({ created: 3, discarded: 2, uses: 5 });
  });

  it("meters and compiles the module once for all of them", async () => {
    const compiled = vi.spyOn(WebAssembly, "Module");
    const pool = poolOf({ size: 20 }, isolate([wasm()]));
    await Promise.all(Array.from({ length: 20 }, () => pool.use(() => wait(1))));
    expect(pool.status().created).toBe(20);
    expect(compiled).toHaveBeenCalledTimes(1);
  });

  it.skipIf(!waits)(
    "refuses work that ends before its calls do, and lends nobody the instance any more",
    async () => {
      const waiting = assemble(`(module (import "env" "wait" (func $wait))
      (func (export "run") (call $wait)))`);
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const imports = { env: { wait: suspending(() => ended) } };
      const pool = createPool(guard, wasmModule(waiting, { imports }), { size: 1 });
      let call: Promise<unknown> | undefined;
      let busy: WasmInstance | undefined;
      const leaving = pool.use(async (instance) => {
        busy = instance;
        call = instance.exports.run.async();
        await wait(1);
      });
      await expect(leaving).rejects.toMatchObject({ code: "ERR_TARGET_BUSY" });
      expect(pool.status()).toMatchObject({ discarded: 1, idle: 0, busy: 0 });
      end();
      await call;
      await pool.use((instance) => expect(instance).not.toBe(busy));
      expect(busy?.status().state).toBe("disposed");
      pool.dispose();
    },
  );
});

describe("pool.checkout()", () => {
  it("opens no more instances than are needed at a time, and none before", async () => {
    const pool = poolOf({ size: 8 });
    expect(pool.status()).toMatchObject({ created: 0, size: 8 });
    for (let time = 0; time < 3; time++) (await pool.checkout()).release();
    expect(pool.status()).toMatchObject({ created: 1 });
    const leases = await Promise.all([pool.checkout(), pool.checkout()]);
    for (const lease of leases) lease.release();
    expect(pool.status()).toMatchObject({ created: 2, idle: 2 });
  });

  it("serves first who asked first, whoever gives back", async () => {
    const pool = poolOf({ size: 2 });
    const leases = await Promise.all([pool.checkout(), pool.checkout()]);
    const served: number[] = [];
    const asked = Array.from({ length: 6 }, async (_, index) => {
      const lease = await pool.checkout();
      served.push(index);
      leases.push(lease);
    });
    expect(pool.status()).toMatchObject({ waiting: 6, busy: 2 });
    for (const at of [1, 0, 2, 3, 4, 5]) {
      leases[at]?.release();
      await wait(0);
    }
    await Promise.all(asked);
    expect(served).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("does not let one who comes later pass those who wait for an instance to be opened", async () => {
    const pool = poolOf({ size: 1 });
    const served: string[] = [];
    const first = pool.use(() => served.push("first"));
    const second = pool.use(() => served.push("second"));
    await Promise.all([first, second]);
    expect(served).toEqual(["first", "second"]);
  });

  it("gives up after its timeout, with what there is, and serves the others after that", async () => {
    const pool = poolOf({ size: 1, timeout: 30 });
    const lease = await pool.checkout();
    const begun = performance.now();
    await expect(pool.checkout()).rejects.toMatchObject({
      code: "ERR_POOL_TIMEOUT",
      message: expect.stringMatching(/within 30 ms, got none: 1 of 1 are checked out, and 0 more/),
    });
    expect(performance.now() - begun).toBeGreaterThan(25);
    expect(pool.status()).toMatchObject({ timeouts: 1, waiting: 0 });
    lease.release();
    expect(await pool.use(({ exports }) => exports.count())).toBe(1);
  });

  it("waits for as long as it takes with timeout: 0", async () => {
    const pool = poolOf({ size: 1, timeout: 0 });
    const lease = await pool.checkout();
    const other = pool.use(({ exports }) => exports.count());
    await wait(50);
    lease.release();
    expect(await other).toBe(1);
  });

  it("lets no more wait than may, not counting those for whom one is opened", async () => {
    const pool = poolOf({ size: 2, queue: 1 });
    const served = [pool.checkout(), pool.checkout(), pool.checkout()];
    await expect(pool.checkout()).rejects.toMatchObject({ code: "ERR_POOL_BUSY" });
    expect(pool.status()).toMatchObject({ refused: 1 });
    for (const each of served) (await each).release();
    const alone = poolOf({ size: 1, queue: 0 });
    const lease = await alone.checkout();
    await expect(alone.checkout()).rejects.toMatchObject({ code: "ERR_POOL_BUSY" });
    lease.release();
    (await alone.checkout()).release();
  });

  it("throws what opening an instance throws, to each, and tries anew for the next one", async () => {
    let failures = 3;
    const inner = wasmModule(module);
    const failing: Target<WasmInstance> = {
      kind: "wasm",
      name: "sometimes",
      load(compartment) {
        if (failures-- > 0) throw new Error(`failure ${failures}`);
        return inner.load(compartment);
      },
    };
    const pool = createPool(isolate([]), failing, { size: 1 });
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => pool.use(() => 1)));
    expect(results.map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    expect(pool.status()).toMatchObject({ created: 1, idle: 1, opening: 0 });
  });

  it("throws ERR_WASM_LIMIT where the layer lets no more be open", async () => {
    const pool = poolOf({ size: 3 }, isolate([wasm({ limits: { instances: 1 } })]));
    const lease = await pool.checkout();
    await expect(pool.checkout()).rejects.toMatchObject({ code: "ERR_WASM_LIMIT" });
    lease.release();
    expect(await pool.use(({ exports }) => exports.count())).toBe(1);
  });
});

describe("lease.release()", () => {
  it("is once, and the instance cannot be had by the lease any more", async () => {
    const pool = poolOf({ size: 1 });
    const lease = await pool.checkout();
    lease.release();
    lease.release();
    expect(pool.status()).toMatchObject({ idle: 1, busy: 0 });
    expect(() => lease.instance).toThrow(coded("ERR_POOL_DISPOSED"));
  });

  it("is done by `using`", async () => {
    const pool = poolOf({ size: 1 });
    {
      using lease: Lease<WasmInstance> = await pool.checkout();
      expect(lease.instance.exports.count()).toBe(1);
      expect(pool.status().busy).toBe(1);
    }
    expect(pool.status().busy).toBe(0);
  });
});

describe("pool.dispose()", () => {
  it("is refused while something is checked out, and disposes all instances after that", async () => {
    const layer = wasm();
    const pool = poolOf({ size: 2 }, isolate([layer]));
    const leases = await Promise.all([pool.checkout(), pool.checkout()]);
    expect(() => pool.dispose()).toThrow(coded("ERR_TARGET_BUSY"));
    for (const lease of leases) lease.release();
    pool.dispose();
    pool.dispose();
    expect(layer.status?.().instances).toBe(0);
    await expect(pool.checkout()).rejects.toMatchObject({ code: "ERR_POOL_DISPOSED" });
  });

  it("disposes an instance that is opened meanwhile, and refuses who waited for it", async () => {
    const layer = wasm();
    const pool = poolOf({ size: 1 }, isolate([layer]));
    const waiting = pool.checkout();
    pool.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "ERR_POOL_DISPOSED" });
    await wait(5);
    expect(layer.status?.().instances).toBe(0);
    expect(pool.status()).toMatchObject({ idle: 0, busy: 0, opening: 0 });
  });
});

describe("pool[Symbol.asyncDispose]()", () => {
  it("waits until all is given back, and lends nothing meanwhile", async () => {
    const layer = wasm();
    const pool = poolOf({ size: 1 }, isolate([layer]));
    const lease = await pool.checkout();
    const waiting = pool.checkout();
    let isDone = false;
    const disposing = pool[Symbol.asyncDispose]().then(() => {
      isDone = true;
    });
    await expect(waiting).rejects.toMatchObject({ code: "ERR_POOL_DISPOSED" });
    await expect(pool.checkout()).rejects.toMatchObject({ code: "ERR_POOL_DISPOSED" });
    await wait(5);
    expect([isDone, lease.instance.exports.count()]).toEqual([false, 1]);
    lease.release();
    await disposing;
    expect(layer.status?.().instances).toBe(0);
  });

  it("is done at once where nothing is checked out", async () => {
    const pool = poolOf();
    await pool.use(() => {});
    await pool[Symbol.asyncDispose]();
    expect(pool.status().idle).toBe(0);
  });
});

describe("createPool(guard, target, options)", () => {
  it.each([
    [{ size: 0 }, "size", "ERR_OPTION_RANGE"],
    [{ size: "8" }, "size", "ERR_OPTION_TYPE"],
    [{ timeout: -1 }, "timeout", "ERR_OPTION_RANGE"],
    [{ timeout: 2 ** 31 }, "timeout", "ERR_OPTION_RANGE"],
    [{ queue: 1.5 }, "queue", "ERR_OPTION_RANGE"],
    [{ maxUses: Number.NaN }, "maxUses", "ERR_OPTION_RANGE"],
    [{ sise: 1 }, "sise", "ERR_OPTION_RANGE"],
  ])("refuses %j", (options, name, code) => {
    expect(() => poolOf(options as PoolOptions)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(name) }),
    );
  });
});
