import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolate, outcome } from "@cofferdam/core";
import { loadPolicy } from "@cofferdam/policy";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hostFiles,
  memoryFiles,
  type WasmInstance,
  type WasmModuleOptions,
  wasm,
  wasmModule,
} from "../src/index.ts";
import { assemble } from "./assemble.ts";

const folder = mkdtempSync(join(tmpdir(), "cofferdam-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => buildWasmGuests());

async function open(name: string, manifest: string): Promise<WasmInstance> {
  const path = join(folder, "plugin.wasm");
  copyFileSync(wasmPath(name), path);
  writeFileSync(join(folder, "cofferdam.toml"), `[wasm.modules."plugin.wasm"]\n${manifest}\n`);
  const policy = await loadPolicy(join(folder, "cofferdam.toml"));
  return isolate(policy.layers({ wasm })).openSync(wasmModule(path));
}

describe("policy.layers({ wasm })", () => {
  it("runs a module that the policy has a manifest for", async () => {
    const guest = await open("fib", "");
    expect(guest.exports.run(20)).toBe(6765);
  });

  it.each([
    ["timeout", 'timeout = "50ms"\nfuel = 0', "loop_br", [], "timeout"],
    ["fuel", "fuel = 1000", "fib", [20], "fuel"],
    ["memory", 'memory = "2MiB"', "memory_grow", [], "memory-limit"],
    ["stack_depth", "stack_depth = 50", "recursion", [], "stack-overflow"],
  ])("holds its own %s", async (_, manifest, name, args, kind) => {
    const guest = await open(name, manifest);
    const end = outcome(() => guest.exports.run(...args));
    expect(end).toMatchObject({ ok: false, fault: { kind } });
  });

  it("refuses a module whose digest is another", async () => {
    await expect(open("fib", `sha256 = "${"0".repeat(64)}"`)).rejects.toMatchObject({
      code: "ERR_POLICY_DENIED",
    });
  });

  it("refuses a module that imports what its manifest does not name", async () => {
    await expect(open("host_call_flood", 'imports = ["env.other"]')).rejects.toMatchObject({
      code: "ERR_POLICY_DENIED",
    });
  });
});

/** `env` returns the length of the environment, which it puts at 256; `open` the errno of opening the file "file" below fd 3. */
const reaching = assemble(`(module
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "file")
  (func (export "env") (result i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $get (i32.const 16) (i32.const 256)))
    (i32.load (i32.const 4)))
  (func (export "open") (param $flags i32) (param $rights i64) (result i32)
    (call $open (i32.const 3) (i32.const 0) (i32.const 1024) (i32.const 4)
      (local.get $flags) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 2048))))`);

const [READ, WRITE] = [2n, 64n];
const CREATE = 1;
const SUCCESS = 0;

interface Lent {
  readonly manifest: string;
  readonly wasi?: WasmModuleOptions["wasi"];
}

/** The reaching module in a folder of its own, which has "data/file", and what the log was told. */
async function openLent({ manifest, wasi }: Lent) {
  const own = mkdtempSync(join(folder, "lent-"));
  const path = join(own, "plugin.wasm");
  writeFileSync(path, reaching);
  mkdirSync(join(own, "data"));
  writeFileSync(join(own, "data/file"), "there");
  const text = `[wasm.modules."plugin.wasm"]\nimports = ["wasi_snapshot_preview1.*"]\n${manifest}\n`;
  writeFileSync(join(own, "cofferdam.toml"), text);
  const policy = await loadPolicy(join(own, "cofferdam.toml"));
  const told: string[] = [];
  const listener = (event: unknown) => {
    const { outcome, action, resource, mode } = event as Record<string, string>;
    if (action === "open") told.push(`${outcome} ${action} ${resource} ${mode}`);
  };
  const open = () =>
    isolate(policy.layers({ wasm })).openSync(wasmModule(path, { ...(wasi && { wasi }) }));
  subscribe("cofferdam:audit", listener);
  try {
    const guest = open();
    await new Promise((resolve) => setTimeout(resolve, 20)); // the log tells in a turn of its own
    return { guest, told, own };
  } finally {
    unsubscribe("cofferdam:audit", listener);
  }
}

describe("the world of a module under a policy", () => {
  it("has the directories of its manifest, to be read only unless it says more, and is told of", async () => {
    const ro = await openLent({ manifest: 'dirs = [{ guest = "/data", host = "./data" }]' });
    expect(ro.guest.exports.open(0, READ)).toBe(SUCCESS);
    expect(ro.guest.exports.open(0, WRITE)).not.toBe(SUCCESS);
    rmSync(join(ro.own, "data/file"));
    expect(ro.guest.exports.open(CREATE, WRITE)).not.toBe(SUCCESS);
    expect(existsSync(join(ro.own, "data/file"))).toBe(false);
    expect(ro.told).toEqual(["allow open /data ro"]);
    const rw = await openLent({
      manifest: 'dirs = [{ guest = "/data", host = "./data", mode = "rw" }]',
    });
    rmSync(join(rw.own, "data/file"));
    expect(rw.guest.exports.open(CREATE, WRITE)).toBe(SUCCESS);
    expect(readFileSync(join(rw.own, "data/file"), "utf8")).toBe("");
    expect(rw.told).toEqual(["allow open /data rw"]);
  });

  it("has no directories and no variables where the manifest names none", async () => {
    const { guest, told } = await openLent({ manifest: "", wasi: {} });
    expect(guest.exports.open(0, READ)).not.toBe(SUCCESS);
    expect(guest.exports.env()).toBe(0);
    expect(told).toEqual([]);
  });

  it("has the variables that the manifest names, with the host's values, and no others", async () => {
    process.env.COFFERDAM_TEST_LENT = "yes";
    const { guest } = await openLent({
      manifest: 'env = ["COFFERDAM_TEST_LENT", "COFFERDAM_TEST_UNSET"]',
    });
    delete process.env.COFFERDAM_TEST_LENT;
    const length = guest.exports.env();
    const bytes = new Uint8Array((guest.memory as WebAssembly.Memory).buffer, 256, length);
    expect(Buffer.from(bytes).toString()).toBe("COFFERDAM_TEST_LENT=yes\0");
  });

  it("is none where neither the manifest nor the target lends one", async () => {
    await expect(openLent({ manifest: "" })).rejects.toMatchObject({ code: "ERR_WASM_IMPORT" });
  });

  it.each<[string, WasmModuleOptions["wasi"]]>([
    ["mounts of the host's files", { mounts: { "/data": hostFiles("/") } }],
    ["mounts in memory", { mounts: { "/data": memoryFiles({}) } }],
    ["variables", { env: { LANG: "C" } }],
  ])("is not the target's: one with %s of its own is refused", async (_, wasi) => {
    const manifest = 'dirs = [{ guest = "/data", host = "./data" }]\nenv = ["LANG"]';
    await expect(openLent({ manifest, wasi })).rejects.toMatchObject({
      code: "ERR_POLICY_DENIED",
      message: expect.stringContaining(wasi?.env ? "`wasi.env`" : "`wasi.mounts`"),
    });
  });

  it("has the rest of what the target says", async () => {
    const { guest } = await openLent({ manifest: "", wasi: { args: ["guest"], clock: "real" } });
    expect(guest.exports.env()).toBe(0);
  });

  it("cannot be had where a directory of it is not there", async () => {
    const manifest = 'dirs = [{ guest = "/data", host = "./missing" }]';
    await expect(openLent({ manifest })).rejects.toMatchObject({ code: "ERR_OPTION_RANGE" });
  });
});

describe("wasm({ wasi })", () => {
  it.each([
    [{ dirs: [{ guest: "data", host: "/srv" }] }, "ERR_OPTION_TYPE"],
    [{ dirs: [{ guest: "/data", host: "srv" }] }, "ERR_OPTION_TYPE"],
    [{ dirs: {} }, "ERR_OPTION_TYPE"],
    [{ dirs: [{ guest: "/a", host: "/b", more: 1 }] }, "ERR_OPTION_RANGE"],
    [{ mounts: {} }, "ERR_OPTION_RANGE"],
  ])("refuses %j", (wasi, code) => {
    expect(() => wasm({ wasi } as object)).toThrow(expect.objectContaining({ code }));
  });
});
