import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isolate, outcome } from "@cofferdam/core";
import { type Library, library } from "@cofferdam/ffi";
import { type ProcessHelperOptions, processHelper } from "@cofferdam/process-helper";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compileGuest } from "../../../../testing/compile.ts";
import { ending, temporaryFolder, until } from "./helper.ts";

const path = compileGuest(new URL("guests/library.c", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const open: Library[] = [];

afterEach(() => {
  for (const lib of open.splice(0)) lib.dispose();
});

function opened(options: ProcessHelperOptions = {}): Library {
  const guard = isolate([processHelper({ transport: "socket", ...options })]);
  const lib = guard.openSync(library(path));
  open.push(lib);
  return lib;
}

function faultOf(call: () => unknown): object {
  const result = outcome(call);
  if (result.ok) throw new Error("it had no fault");
  return result.fault;
}

function helpersOf(lib: Library): { pid: number }[] {
  return (lib.status() as unknown as { helper: { helpers: { pid: number }[] } }).helper.helpers;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Packages of which there is no addon: their folders have none. */
type Missing = readonly ("core" | "ffi" | "process-helper")[];

/** The packages as on another machine, in a folder with a host in it. @returns the host's path */
function machineWithout(missing: Missing): string {
  const folder = temporaryFolder();
  const scope = join(folder, "node_modules/@cofferdam");
  mkdirSync(scope, { recursive: true });
  symlinkSync(join(root, "../../node_modules/koffi"), join(folder, "node_modules/koffi"));
  for (const name of ["admission", "core", "ffi", "process-helper"] as const) {
    const from = join(root, "..", name);
    if (!(missing as readonly string[]).includes(name)) {
      symlinkSync(from, join(scope, name));
      continue;
    }
    for (const part of ["dist", "package.json"]) {
      cpSync(join(from, part), join(scope, name, part), { recursive: true });
    }
  }
  const host = join(folder, "host.mjs");
  cpSync(fileURLToPath(new URL("children/host.mjs", import.meta.url)), host);
  return host;
}

async function hostOn(missing: Missing, deed: string) {
  const args = [machineWithout(missing), path, deed];
  const child = ending(spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] }));
  let output = "";
  child.stdout?.on("data", (text) => {
    output += text;
  });
  await until(() => output.includes("\n") || child.exitCode !== null);
  return { child, report: JSON.parse(output) as { pid: number } };
}

describe.each<[string, Missing]>([
  ["the addon for shared memory", ["process-helper"]],
  ["any addon", ["core", "ffi", "process-helper"]],
])("processHelper() on a machine without %s", (_, missing) => {
  it("starts a helper that it reaches over a socket, and that does all the same", async () => {
    const { child, report } = await hostOn(missing, "rest");
    expect(report).toEqual({
      transport: "socket",
      confinement: [],
      pid: expect.any(Number),
      sums: [5, 7],
      nested: 104,
      thrown: true,
      registered: 15,
      number: 7,
      reopened: 1,
      missing: "ERR_SYMBOL_NOT_FOUND",
    });
    expect(isThere(report.pid)).toBe(true);
    child.kill("SIGTERM");
    await until(() => !isThere(report.pid));
  });

  it.each(["rest", "hang"])("has it end with the host, however that ends: %s", async (deed) => {
    const { child, report } = await hostOn(missing, deed);
    child.kill("SIGKILL");
    await until(() => !isThere(report.pid));
  });
});

/** Of a helper whose library cannot be reached. */
function pidOfForgotten(): number {
  const guard = isolate([processHelper({ transport: "socket", spare: 0 })]);
  return guard.openSync(library(path)).func("int pid()")();
}

describe('processHelper({ transport: "socket" })', () => {
  it("knows how its helper ended", () => {
    const lib = opened();
    const leave = lib.func("void leave(int code)");
    expect(faultOf(() => leave(3))).toEqual({
      kind: "exit",
      exitCode: 3,
      signal: null,
      lastCall: "leave",
    });
    const crash = lib.func("void crash()");
    expect(faultOf(crash)).toMatchObject({ kind: "exit", exitCode: null, signal: "SIGABRT" });
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    expect(lib.status()).toMatchObject({ faults: { exit: 2 }, helper: { restarts: 2 } });
  });

  it("knows it of calls that are not waited for, too", async () => {
    const leave = opened().func("void leave(int code)");
    await expect(leave.async(4)).rejects.toMatchObject({ fault: { kind: "exit", exitCode: 4 } });
  });

  it("is a fault when somebody kills the helper, and starts another", async () => {
    const lib = opened({ spare: 0 });
    const add = lib.func("int add(int a, int b)");
    const [{ pid } = { pid: 0 }] = helpersOf(lib);
    const hang = lib.func("void hang()").async();
    const lost = expect(hang).rejects.toMatchObject({ fault: { signal: "SIGKILL" } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.kill(pid, "SIGKILL");
    await lost;
    expect(add(2, 3)).toBe(5);
    expect(helpersOf(lib)[0]?.pid).not.toBe(pid);
  });

  it("settles every call once, whenever its helpers are killed", async () => {
    const lib = opened({ size: 2 });
    const add = lib.func("int add(int a, int b)");
    for (let turn = 0; turn < 10; turn++) {
      const calls = Array.from({ length: 50 }, (_, index) => add.async(index, turn));
      for (let wait = 0; wait < turn; wait++) await new Promise((resolve) => setImmediate(resolve));
      const killed = helpersOf(lib).flatMap(({ pid }) => pid ?? []);
      for (const pid of killed) if (isThere(pid)) process.kill(pid, "SIGKILL");
      const settled = await Promise.allSettled(calls);
      for (const [index, result] of settled.entries()) {
        if (result.status === "fulfilled") expect(result.value).toBe(index + turn);
        else expect(result.reason).toMatchObject({ fault: { kind: "exit", signal: "SIGKILL" } });
      }
      await until(() => !helpersOf(lib).some(({ pid }) => killed.includes(pid)));
      expect(add(turn, 1)).toBe(turn + 1);
    }
  });

  it("ends its helper when nobody has the library any more", async () => {
    const pid = pidOfForgotten();
    while (isThere(pid)) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it("tells what its helper said when that does not start", () => {
    expect(() => opened({ confinement: { env: { FFI_LOG_LEVEL: "loud" } } })).toThrow(
      expect.objectContaining({
        code: "ERR_HELPER_UNAVAILABLE",
        message: expect.stringContaining("and it said: ffi-helper: Expected one of"),
      }),
    );
  });

  it("keeps the last that the helper wrote", () => {
    const lib = isolate([processHelper({ transport: "socket" })]).openSync(library("libc.so.6"));
    open.push(lib);
    lib.func("int puts(const char *text)")("the last words");
    const exit = lib.func("void exit(int code)");
    expect(faultOf(() => exit(1))).toMatchObject({ exitCode: 1, output: "the last words\n" });
  });

  it("ends its helpers when the library is disposed", async () => {
    const lib = opened({ size: 2, spare: 1 });
    const add = lib.func("int add(int a, int b)");
    await Promise.all([add.async(1, 2), add.async(3, 4)]);
    await until(() => helpersOf(lib).length === 3);
    await until(() => helpersOf(lib).every(({ pid }) => pid !== null));
    const pids = helpersOf(lib).map(({ pid }) => pid);
    lib.dispose();
    await until(() => !pids.some(isThere));
  });

  it("leaves nothing behind in the file system", () => {
    const folder = temporaryFolder();
    vi.stubEnv("TMPDIR", folder);
    const lib = opened({ confinement: false });
    expect(lib.func("int add(int a, int b)")(2, 3)).toBe(5);
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it("has its helper load what the policy allows, and hold what it may", () => {
    const refused = expect.objectContaining({ code: "ERR_DLOPEN_FAILED" });
    expect(() => opened({ libraries: { allowedLibs: ["/none/*"] } })).toThrow(refused);
    expect(() => opened({ libraries: { allowedLibs: [] } })).toThrow(refused);
    const lib = opened({ libraries: { allowedLibs: [path] }, memoryLimit: "1KiB" });
    lib.alloc(1000);
    expect(() => lib.alloc(100)).toThrow(expect.objectContaining({ code: "ERR_MEMORY_LIMIT" }));
  });

  it("gives its helper the environment that it was told to, and no other", () => {
    const getenv = (options: ProcessHelperOptions) => {
      const guard = isolate([processHelper({ transport: "socket", ...options })]);
      const lib = guard.openSync(library("libc.so.6"));
      open.push(lib);
      return lib.func("const char *getenv(const char *name)");
    };
    expect(getenv({})("PATH")).toBeNull();
    expect(getenv({ confinement: { env: { MINE: "yes" } } })("MINE")).toBe("yes");
    expect(getenv({ confinement: false })("PATH")).toBe(process.env.PATH);
  });

  it("does not start where a piece of the confinement is required", () => {
    const options = { confinement: { require: ["seccomp"] } } as const;
    const refused = expect.objectContaining({ code: "ERR_HELPER_CONFINEMENT" });
    expect(() => opened(options)).toThrow(refused);
  });

  it("does not start where a digest is pinned, which it cannot hold", () => {
    const options = { libraries: { sha256: { [path]: "0".repeat(64) } } };
    expect(() => opened(options)).toThrow(expect.objectContaining({ code: "ERR_OPTION_RANGE" }));
  });

  it("is one of three", () => {
    const transport = "pigeon" as "ring";
    expect(() => processHelper({ transport })).toThrow(
      'Expected one of "auto", "ring", "socket" for `transport`, got "pigeon" (string).',
    );
  });
});
