import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IsolationLayer, isolate, type Target } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { wasmLimits } from "../../src/layers/wasm-layer.ts";
import { policyOf, temporaryFolder } from "../policies.ts";

/** (module (import "env" "log" (func)) (export "run" (func 0))) */
const importing = (name: string) =>
  Buffer.concat([
    Buffer.from("0061736d01000000010401600000", "hex"),
    Buffer.from([
      2,
      8 + name.length,
      1,
      3,
      ...Buffer.from("env"),
      name.length,
      ...Buffer.from(name),
      0,
      0,
    ]),
    Buffer.from([7, 7, 1, 3, ...Buffer.from("run"), 0, 0]),
  ]);

interface Plugin {
  run(): void;
}

/** A module as V8 has it: what wasm-runtime does without its limits. */
function plugin(path: string, env: Record<string, () => void>, from = path): Target<Plugin> {
  return {
    kind: "wasm",
    name: path,
    file: { path, at: (other) => plugin(path, env, other) },
    load() {
      const module = new WebAssembly.Module(readFileSync(from));
      return new WebAssembly.Instance(module, { env }).exports as unknown as Plugin;
    },
  };
}

const waived = `unsafe_unenforced = [{ key = "wasm.fuel", because = "this test runs one instruction" }]\n`;

async function opened(manifest: string, bytes: Buffer, ...inner: readonly IsolationLayer[]) {
  const folder = temporaryFolder();
  const path = join(folder, "plugin.wasm");
  writeFileSync(path, bytes);
  const policy = await policyOf(`[wasm.modules."plugin.wasm"]\n${manifest}`, folder);
  const calls: string[] = [];
  const env = { log: () => void calls.push("log"), system: () => void calls.push("system") };
  const swap = (): void => {
    writeFileSync(`${path}.new`, importing("system"));
    renameSync(`${path}.new`, path);
  };
  return {
    path,
    calls,
    swap,
    open: () => isolate([...policy.layers({}), ...inner]).openSync(plugin(path, env)),
  };
}

describe("a wasm module under policy.layers(factories)", () => {
  it("is instantiated when its manifest grants all that it imports", async () => {
    const { open, calls } = await opened('imports = ["env.log"]\n', importing("log"));
    open().run();
    expect(calls).toEqual(["log"]);
  });

  it("is refused before it is instantiated, with what would grant its imports", async () => {
    const { open, calls } = await opened('imports = ["env.log"]\n', importing("system"));
    expect(open).toThrow(
      expect.objectContaining({
        code: "ERR_POLICY_DENIED",
        message: expect.stringMatching(
          /env\.system.*cofferdam\.toml:2[\s\S]*imports = \[ "env\.system" \]/,
        ),
      }),
    );
    expect(calls).toEqual([]);
  });

  it("is refused when it is not listed", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "other.wasm"), importing("log"));
    const policy = await policyOf('[wasm.modules."plugin.wasm"]\n', folder);
    const open = () => isolate(policy.layers({})).openSync(plugin(join(folder, "other.wasm"), {}));
    expect(open).toThrow(
      expect.objectContaining({ rule: expect.objectContaining({ key: "wasm.modules" }) }),
    );
  });

  it("is refused when its bytes are others than those that are pinned", async () => {
    const { open } = await opened(
      `sha256 = "${"0".repeat(64)}"\nimports = ["env.*"]\n`,
      importing("log"),
    );
    expect(open).toThrow(/its SHA-256 is [0-9a-f]{64}/);
  });

  it("is the file that was looked at, though another one takes its place", async () => {
    const swap: IsolationLayer = {
      name: "swap",
      open(_opening, next) {
        module.swap();
        return next();
      },
    };
    const module = await opened('imports = ["env.log"]\n', importing("log"), swap);
    module.open().run();
    expect(module.calls).toEqual(["log"]);
  });

  it("is refused when it is no module at all", async () => {
    const { open } = await opened('imports = ["env.*"]\n', Buffer.from("#!/bin/sh\n"));
    expect(open).toThrow();
  });
});

describe("the limits of a wasm module", () => {
  it("are its manifest's, else those of all modules, and the least of every document", async () => {
    const folder = temporaryFolder();
    const text = `${waived}[wasm]\nfuel = 100\ntimeout = "2s"\n[wasm.modules."plugin.wasm"]\ntimeout = 50\nmemory = 0\n`;
    const policy = await policyOf(text, folder);
    const path = join(folder, "plugin.wasm");
    expect(wasmLimits(policy, path)).toMatchObject({
      fuel: 100,
      timeout: 50,
      memory: 0,
      stackDepth: 1000,
    });
    expect(wasmLimits(policy, join(folder, "other.wasm"))).toMatchObject({
      timeout: 2000,
      memory: 2 ** 26,
    });
    const narrow = policy.narrow({ wasm: { memory: "1MiB", fuel: 200 } });
    expect(wasmLimits(narrow, path)).toMatchObject({ fuel: 100, memory: 2 ** 20 });
  });

  it("are refused where no layer enforces them, unless that is known", async () => {
    const given = (await policyOf("[wasm]\nfuel = 100\n")) as {
      layers(factories: object): unknown;
    };
    expect(() => given.layers({})).toThrow(
      expect.objectContaining({ code: "ERR_POLICY_UNENFORCED" }),
    );
    (await policyOf(`${waived}[wasm]\nfuel = 100\n`)).layers({});
  });
});
