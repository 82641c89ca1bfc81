import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolate, outcome } from "@cofferdam/core";
import { loadPolicy } from "@cofferdam/policy";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type WasmInstance, wasm, wasmModule } from "../src/index.ts";

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
