/** Guests in C, compiled with clang and wasi-libc for the length of a test file. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { createWasi, type Wasi } from "../../src/wasi/create-wasi.ts";
import { WasiExit } from "../../src/wasi/wasi-exit.ts";
import type { WasiOptions } from "../../src/wasi/wasi-options.ts";

const clang = process.env.WASI_CLANG ?? "clang";
const target = ["--target=wasm32-wasi", "-O1", "-Wall", "-Wextra", "-Werror", "-Wl,--strip-all"];

/** Can C be compiled for WASI here? */
export const hasToolchain = canCompile();
if (!hasToolchain) {
  console.log("# SKIP guests in C: needs clang, lld, wasi-libc and libclang-rt-dev-wasm32");
}

function canCompile(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-wasi-"));
  const args = [...target, "-x", "c", "-", "-o", join(folder, "probe.wasm")];
  const { status } = spawnSync(clang, args, { input: "int main(void) { return 0; }" });
  rmSync(folder, { recursive: true });
  return status === 0;
}

/** Compiles guests/<name>.c. */
export function compile(name: string): WebAssembly.Module {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-wasi-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = fileURLToPath(new URL(`guests/${name}.c`, import.meta.url));
  const path = join(folder, "guest.wasm");
  execFileSync(clang, [...target, source, "-o", path]);
  return new WebAssembly.Module(readFileSync(path));
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `main` to its end. */
export function run(module: WebAssembly.Module, options: WasiOptions = {}): Ended {
  const wasi = createWasi(options);
  try {
    return runIn(wasi, module);
  } finally {
    wasi.dispose();
  }
}

export function runIn(wasi: Wasi, module: WebAssembly.Module): Ended {
  const imports = { wasi_snapshot_preview1: wasi.imports as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(module, imports);
  wasi.bind(exports.memory as WebAssembly.Memory);
  const exitCode = exitCodeOf(exports._start as () => void);
  const { stdout, stderr } = wasi.output();
  const text = new TextDecoder();
  return { exitCode, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

function exitCodeOf(start: () => void): number {
  try {
    start();
    return 0;
  } catch (error) {
    if (error instanceof WasiExit) return error.exitCode;
    throw error;
  }
}
