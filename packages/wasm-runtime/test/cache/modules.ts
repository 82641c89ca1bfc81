/** Modules that differ, and folders of their own, for the length of a test file. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { afterAll } from "vitest";
import type { CacheFigures } from "../../src/cache/program-cache.ts";
import { type WasmInstance, wasmModule } from "../../src/index.ts";
import { assemble } from "../assemble.ts";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "cofferdam-cache-")));
  folders.push(folder);
  return folder;
}

/** Its `run` returns the number. @param data bytes that it has besides: for its size */
export function moduleOf(number: number, data = 0): Uint8Array {
  return assemble(`(module (memory 1) (data (i32.const 0) "${"x".repeat(data)}")
    (func (export "run") (result i32) (i32.const ${number})))`);
}

export function opened(layer: IsolationLayer, source: Uint8Array | string): WasmInstance {
  return isolate([layer]).openSync(wasmModule(source));
}

export function figuresOf(layer: IsolationLayer): CacheFigures {
  return layer.status?.().cache as CacheFigures;
}
