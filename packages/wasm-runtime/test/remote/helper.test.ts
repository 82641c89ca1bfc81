import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IsolationLayer, isolate, outcome } from "@cofferdam/core";
import { loadPolicy } from "@cofferdam/policy";
import { processHelper } from "@cofferdam/process-helper";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import {
  hostFiles,
  memoryFiles,
  suspending,
  type WasmInstance,
  type WasmModuleOptions,
  type WasmOptions,
  wasm,
  wasmModule,
} from "@cofferdam/wasm-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assemble, GUEST } from "../worker/run.ts";

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => buildWasmGuests());

/** Opens a module in a helper; after a fault the next call goes in. */
function open(
  source: string | Uint8Array,
  options: WasmOptions = {},
  granted: WasmModuleOptions = {},
  helper: IsolationLayer = processHelper(),
): Promise<WasmInstance> {
  const layer = wasm({ afterFault: "continue", ...options });
  return isolate([helper, layer]).open(wasmModule(source, granted));
}

/** Its helper, as the call of a function of the host finds it. */
function helperOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return Number(children.find((child) => child !== "" && commandOf(child).includes("module-main")));
}

function commandOf(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}

const WAITS = `(module
  (import "env" "wait" (func $wait (result i32)))
  (memory (export "memory") 1)
  (global $n (mut i32) (i32.const 0))
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n))
  (func (export "run") (result i32) (call $wait)))`;

describe("isolate([processHelper(), wasm()]).open(wasmModule(…))", () => {
  it("runs a module in a process of its own, which is another one", async () => {
    const guest = await open(assemble(GUEST));
    expect(helperOf(process.pid)).toBeGreaterThan(0);
    expect(await guest.exports.count.async()).toBe(1);
    expect(guest.status()).toMatchObject({
      functions: [{ symbol: "count", calls: 1, mode: "helper" }],
      layers: [{ name: "process-helper" }, { name: "wasm" }],
    });
    expect(() => guest.exports.count()).toThrow(
      expect.objectContaining({ code: "ERR_WASM_SUSPEND" }),
    );
    guest.dispose();
  });

  it("has the same order of layers say the same: [wasm(), processHelper()]", async () => {
    const guard = isolate([wasm({ limits: { timeout: 50 } }), processHelper()]);
    const guest = await guard.open(wasmModule(assemble(GUEST)));
    expect(await outcome(guest.exports.spin.async())).toMatchObject({
      fault: { kind: "timeout", limit: 50 },
    });
    await expect(guest.exports.count.async()).rejects.toMatchObject({
      code: "ERR_ISOLATION_QUARANTINED",
    });
    guest.reopen();
    expect(await guest.exports.count.async()).toBe(1);
    guest.dispose();
  });

  it("ends a call in an exit fault when its helper dies, and reopen() makes a new one", async () => {
    const wait = suspending(async () => {
      process.kill(helperOf(process.pid), "SIGKILL");
      return new Promise(() => {});
    });
    const granted = { imports: { env: { wait } } };
    const guest = await open(assemble(WAITS), { afterFault: "quarantine" }, granted);
    await guest.exports.count.async();
    await expect(guest.exports.run.async()).rejects.toMatchObject({
      code: "ERR_ISOLATION_EXIT",
      symbol: "run",
      fault: { kind: "exit", signal: "SIGKILL" },
    });
    await expect(guest.exports.count.async()).rejects.toMatchObject({
      code: "ERR_ISOLATION_QUARANTINED",
    });
    guest.reopen();
    expect(await guest.exports.count.async()).toBe(1);
    expect(guest.status()).toMatchObject({ faults: { exit: 1 }, tainted: false, reopened: 1 });
    guest.dispose();
  });

  it("has a new helper after a thread there was ended: there Node starts none once it is sealed", async () => {
    const options: WasmOptions = {
      worker: true,
      metering: "none",
      limits: { timeout: 100, fuel: 0 },
    };
    const guest = await open(assemble(GUEST), options);
    await guest.exports.count.async();
    expect(await outcome(guest.exports.spin.async())).toMatchObject({
      fault: { kind: "timeout", limit: 100 },
    });
    expect(await guest.exports.count.async()).toBe(1);
    expect(guest.status()).toMatchObject({ faults: { timeout: 1 } });
    guest.dispose();
  });

  it("ends at the helper's own limit of time, where that is less", async () => {
    const helper = processHelper({ timeout: 300 });
    const guest = await open(assemble(GUEST), { limits: { timeout: 60_000, fuel: 0 } }, {}, helper);
    await expect(guest.exports.spin.async()).rejects.toMatchObject({
      layer: "process-helper",
      fault: { kind: "timeout", limit: 300 },
    });
    expect(await guest.exports.count.async()).toBe(1);
    guest.dispose();
  });

  it("passes payloads that are larger than a message", async () => {
    const text = `(module (memory (export "memory") 400)
      (func (export "alloc") (param i32) (result i32) (i32.const 1024))
      (func (export "dispatch") (param i32 i32) (result i64)
        (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
          (i64.extend_i32_u (local.get 1)))))`;
    const guest = await open(assemble(text), { limits: { payloadLimit: "20MiB" } });
    const payload = Uint8Array.from({ length: 18 * 2 ** 20 }, (_, index) => index * 7);
    const { value, report } = await guest.invoke.async(payload, { report: true });
    expect(Buffer.compare(value, payload)).toBe(0);
    expect(report).toMatchObject({ bytesIn: payload.length, bytesOut: payload.length });
    expect(Buffer.from(await guest.invoke.async(Buffer.from("small"))).toString()).toBe("small");
    guest.dispose();
  });

  it("refuses what it would refuse in this process, with the same errors", async () => {
    const importing = `(module (import "env" "f" (func)))`;
    await expect(open(assemble(importing))).rejects.toMatchObject({
      code: "ERR_WASM_IMPORT",
      message: expect.stringContaining("give `imports: { env: { f: … } }`"),
    });
    await expect(open("./nothing.wasm")).rejects.toMatchObject({ code: "ERR_WASM_NOT_FOUND" });
    await expect(open(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
      code: "ERR_WASM_INVALID",
    });
    const looping = "(module (func $f (loop (br 0))) (start $f))";
    await expect(open(assemble(looping), { limits: { timeout: 50 } })).rejects.toMatchObject({
      code: "ERR_ISOLATION_TIMEOUT",
    });
    const memory = new WebAssembly.Memory({ initial: 1 });
    const sharing = open(assemble("(module)"), {}, { imports: { env: { memory } } });
    await expect(sharing).rejects.toMatchObject({ code: "ERR_LAYER_NOT_PORTABLE" });
    const atOnce = () => isolate([processHelper(), wasm()]).openSync(wasmModule(assemble(GUEST)));
    expect(atOnce).toThrow(expect.objectContaining({ code: "ERR_LAYER_PROMISE_IN_SYNC" }));
  });
});

describe("a directory of the host, in a helper", () => {
  const given = join(folder, "given");
  const program = (helper: IsolationLayer) =>
    open(
      wasmPath("command"),
      {},
      {
        wasi: {
          args: ["command", "read", "/data/a.txt"],
          mounts: { "/data": hostFiles(given), "/tmp": memoryFiles() },
        },
      },
      helper,
    );

  beforeAll(() => {
    mkdirSync(given);
    writeFileSync(join(given, "a.txt"), "from the host");
  });

  it("is mounted where the helper may read it", async () => {
    const guest = await program(processHelper({ confinement: { read: [given] } }));
    expect((await guest.call.async("_start")).report.stdout).toBe("from the host");
    guest.dispose();
  });

  it("is refused by name where the helper may not", async () => {
    await expect(program(processHelper())).rejects.toMatchObject({
      code: "ERR_LAYER_NOT_PORTABLE",
      message: expect.stringContaining("its helper may not read it (EACCES)"),
    });
  });
});

describe("policy.layers({ processHelper, wasm })", () => {
  const path = join(folder, "plugin.wasm");
  const under = async (manifest: string) => {
    writeFileSync(join(folder, "cofferdam.toml"), `[wasm.modules."plugin.wasm"]\n${manifest}\n`);
    const policy = await loadPolicy(join(folder, "cofferdam.toml"));
    return isolate(policy.layers({ processHelper, wasm })).open(wasmModule(path));
  };

  it("runs a module in a helper under its own limits, which need not read the file", async () => {
    copyFileSync(wasmPath("fib"), path);
    const guest = await under("fuel = 100000");
    expect(await guest.exports.run.async(10)).toBe(55);
    expect(await outcome(guest.exports.run.async(25))).toMatchObject({
      fault: { kind: "fuel", limit: 100_000 },
    });
    guest.dispose();
  });

  it("refuses a module whose digest is another, and imports that it does not name", async () => {
    copyFileSync(wasmPath("host_call_flood"), path);
    for (const manifest of [`sha256 = "${"0".repeat(64)}"`, 'imports = ["env.other"]']) {
      await expect(under(manifest)).rejects.toMatchObject({ code: "ERR_POLICY_DENIED" });
    }
  });
});
