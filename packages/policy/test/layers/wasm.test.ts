import { createHash } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type IsolationLayer, isolate, type Target } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import type { AuditEvent } from "../../src/audit/event.ts";
import { auditLogOf } from "../../src/audit-sink.ts";
import { revoked } from "../../src/layers/revoked.ts";
import { wasmLimits } from "../../src/layers/wasm-limits.ts";
import { createLock } from "../../src/lock/create-lock.ts";
import { writeLock } from "../../src/lock/write-lock.ts";
import type { Policy } from "../../src/policy.ts";
import { defaults } from "../../src/schema/defaults.ts";
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

/** No layer is there that could. */
const waived = `unsafe_unenforced = [\n${Object.keys(defaults.wasm)
  .map((key) => `  { key = "wasm.${key}", because = "this test runs one instruction" },\n`)
  .join("")}]\n`;
const waivedLines = waived.split("\n").length - 1;

interface Around {
  readonly inner?: readonly IsolationLayer[];
  /** There is a lock beside the policy, which has nothing. */
  readonly isLocked?: boolean;
}

async function opened(manifest: string, bytes: Buffer, { inner = [], isLocked }: Around = {}) {
  const folder = temporaryFolder();
  const path = join(folder, "plugin.wasm");
  writeFileSync(path, bytes);
  if (isLocked) writeLock(join(folder, "cofferdam.lock"), createLock([], folder));
  const policy = await policyOf(`${waived}[wasm.modules."plugin.wasm"]\n${manifest}`, folder);
  const calls: string[] = [];
  const env = { log: () => void calls.push("log"), system: () => void calls.push("system") };
  const swap = (): void => {
    writeFileSync(`${path}.new`, importing("system"));
    renameSync(`${path}.new`, path);
  };
  const open = () => isolate([...policy.layers({}), ...inner]).openSync(plugin(path, env));
  return { path, calls, swap, open, policy };
}

/** What the audit log is told meanwhile. */
function eventsOf(policy: Policy, act: () => void): readonly AuditEvent[] {
  const events: AuditEvent[] = [];
  const listener = (event: unknown) => events.push(event as AuditEvent);
  subscribe("cofferdam:audit", listener);
  act();
  auditLogOf(policy.readings).flush();
  unsubscribe("cofferdam:audit", listener);
  return events;
}

/** The same as text: outcome, kind, action. */
function toldBy(policy: Policy, act: () => void): readonly string[] {
  return eventsOf(policy, act).map(
    ({ outcome, kind, action, resource }) => `${outcome} ${kind} ${action} ${basename(resource)}`,
  );
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
          new RegExp(
            `env\\.system.*cofferdam\\.toml:${waivedLines + 2} [^]*imports = \\[ "env\\.system" \\]`,
          ),
        ),
      }),
    );
    expect(calls).toEqual([]);
  });

  it("is refused when it is not listed", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "other.wasm"), importing("log"));
    const policy = await policyOf(`${waived}[wasm.modules."plugin.wasm"]\n`, folder);
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
    const module = await opened('imports = ["env.log"]\n', importing("log"), { inner: [swap] });
    module.open().run();
    expect(module.calls).toEqual(["log"]);
  });

  it("is told of: its imports, and then that it was loaded, which it is not without them", async () => {
    const bad = await opened('imports = ["env.log"]\n', importing("system"));
    const told = toldBy(bad.policy, () => {
      expect(bad.open).toThrow(expect.objectContaining({ event: expect.any(String) }));
    });
    expect(told).toEqual(["deny wasm import env.system"]);
    const good = await opened('imports = ["env.log"]\n', importing("log"));
    expect(toldBy(good.policy, () => void good.open())).toEqual([
      "allow wasm import env.log",
      "allow wasm load plugin.wasm",
    ]);
  });

  it("is told of with its digest, its size and its wiring", async () => {
    const bytes = importing("log");
    const module = await opened('imports = ["env.log"]\n', bytes);
    const [, load] = eventsOf(module.policy, () => void module.open());
    expect(load).toMatchObject({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      details: {
        bytes: bytes.length,
        memories: [],
        tables: [],
        imports: ["env.log: func()"],
        exports: ["run: func()"],
        dirs: [],
        env: [],
      },
    });
  });

  it("is refused by a lock as what it is, once", async () => {
    const module = await opened('imports = ["env.*"]\n', importing("log"), { isLocked: true });
    const told = toldBy(module.policy, () => {
      expect(module.open).toThrow(expect.objectContaining({ code: "ERR_POLICY_LOCK" }));
    });
    expect(told).toEqual(["deny wasm load plugin.wasm"]);
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

  it("are what a module was opened with: with others it has to be opened again", async () => {
    const folder = temporaryFolder();
    const policies = (imports: string, fuel: number) =>
      policyOf(
        `[wasm]\nfuel = ${fuel}\n[wasm.modules."plugin.wasm"]\nimports = [${imports}]\n`,
        folder,
      );
    const rules = await policies('"env.*"', 100);
    const target = join(folder, "plugin.wasm");
    const request = { kind: "wasm", target, action: "load", resource: target } as const;
    const parts = { name: target, opened: {}, files: [], held: 0, release: () => {} };
    const wasm = { imports: ["env.log"], dirs: [], details: {} };
    const module = { ...parts, request, rules, wasm };
    const call = { ...request, action: "call", resource: "run" } as const;
    expect(revoked(await policies('"env.*"', 100), module, call)).toBeUndefined();
    expect(revoked(await policies('"env.*"', 50), module, call)?.reason).toMatch(/open it again/);
    expect(revoked(await policies('"env.other"', 100), module, call)?.reason).toMatch(/env\.log/);
  });

  it("are refused where no layer enforces them, unless that is known", async () => {
    const given = (await policyOf('[wasm.modules."plugin.wasm"]\n')) as {
      layers(factories: object): unknown;
    };
    expect(() => given.layers({})).toThrow(
      expect.objectContaining({ code: "ERR_POLICY_UNENFORCED" }),
    );
    (await policyOf(`${waived}[wasm]\nfuel = 100\n[wasm.modules."plugin.wasm"]\n`)).layers({});
  });
});
