import { readFileSync } from "node:fs";
import { isolate } from "@cofferdam/core";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { commands } from "@cofferdam/testing/wasm/commands.mjs";
import { missingFeatures } from "@cofferdam/testing/wasm/features.mjs";
import { honestGuests } from "@cofferdam/testing/wasm/honest.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { quickJsHost, quickJsPath, startQuickJs } from "@cofferdam/testing/wasm/real/quickjs.mjs";
import { startSqlite } from "@cofferdam/testing/wasm/real/sqlite.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { memoryFiles, type WasiExit, type WasmInstance, wasm, wasmModule } from "../src/index.ts";

const guard = isolate([
  wasm({ limits: { timeout: 20_000, fuel: 0 }, allow: { gc: true, threads: true } }),
]);

beforeAll(() => buildWasmGuests());

describe("an honest guest under limits that", () => {
  for (const { name, title, needs, linking, imports, calls } of honestGuests) {
    if (linking === "command") continue; // below
    const missing = missingFeatures(needs);
    const skipped = missing.length > 0 ? ` (skipped: this V8 has no ${missing.join(", ")})` : "";
    it.skipIf(missing.length > 0)(
      `${title} (${name}) gives what it gives without${skipped}`,
      () => {
        let guest: WasmInstance;
        const granted = imports?.({
          call: (symbol, ...args) => guest.exports[symbol](...args),
          memory: () => (guest.memory as WebAssembly.Memory).buffer,
        });
        guest = guard.openSync(
          wasmModule(wasmPath(name), {
            ...(granted && { imports: granted as Record<string, Record<string, unknown>> }),
            ...(linking === "wasi" && { wasi: {} }),
          }),
        );
        for (const call of calls)
          expect(guest.exports[call.export](...call.args)).toEqual(call.value);
        guest.dispose();
      },
    );
  }
});

describe("a WASI command under limits", () => {
  it.each(commands)(
    "$title",
    ({ args, env = {}, stdin = "", files = {}, exitCode, stdout, stderr = "" }) => {
      const guest = guard.openSync(
        wasmModule(wasmPath("command"), {
          wasi: { args, env, stdin, mounts: { "/data": memoryFiles(files, { mode: "rw" }) } },
        }),
      );
      let end: unknown;
      let output = { stdout: "", stderr: "" };
      try {
        output = guest.call("_start").report;
      } catch (error) {
        end = error;
      }
      if (exitCode === 0) expect(output.stdout).toBe(stdout);
      else expect((end as WasiExit).exitCode).toBe(exitCode);
      if (exitCode === 0) expect(output.stderr).toContain(stderr);
      guest.dispose();
    },
  );
});

describe("a real program under limits", () => {
  it("is QuickJS, which runs scripts and loops until its time is up", () => {
    const limits = { timeout: 300, fuel: 0 };
    const patient = isolate([wasm({ limits, afterFault: "continue" })]);
    const guest = patient.openSync(
      wasmModule(quickJsPath, { imports: { env: quickJsHost() }, wasi: {} }),
    );
    const engine = startQuickJs(guest.exports);
    expect(engine.evaluate("[3, 1, 2].sort().map((n) => n * n).join()")).toBe("1,4,9");
    const loop = () => engine.evaluate("for (;;) try { for (;;); } catch {}");
    expect(loop).toThrow(expect.objectContaining({ code: "ERR_ISOLATION_TIMEOUT" }));
    // it is as it was when it was opened, and starts again
    expect(startQuickJs(guest.exports).evaluate("6 * 7")).toBe("42");
    guest.dispose();
  });

  it("is SQLite, in memory", () => {
    const guest = guard.openSync(wasmModule(wasmPath("sqlite"), { wasi: {} }));
    const database = startSqlite(guest.exports);
    database.run("create table t(a, b); insert into t values (1, 'one'), (2, 'two');");
    expect(database.run("select b, a + 40 from t order by a desc")).toBe("two|42\none|41\n");
    database.close();
    guest.dispose();
  });
});

it("names what was opened by its digest", async () => {
  const { createHash } = await import("node:crypto");
  const path = wasmPath("fib");
  const guest = guard.openSync(wasmModule(path));
  expect(guest.sha256).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  guest.dispose();
});
