import { isolate } from "@cofferdam/core";
import {
  type Imports,
  type WasmInstance,
  type WasmModuleOptions,
  type WasmOptions,
  wasm,
  wasmModule,
} from "@cofferdam/wasm-runtime";
import loadWabt from "wabt";

const wabt = await loadWabt();

export function assemble(text: string): Uint8Array {
  return wabt.parseWat("guest.wat", text).toBinary({}).buffer;
}

/** Opens a module in a worker; after a fault the next call goes in. */
export function openText(
  text: string,
  options: WasmOptions = {},
  granted: Imports | WasmModuleOptions = {},
): Promise<WasmInstance> {
  const target =
    "wasi" in granted || "imports" in granted ? granted : { imports: granted as Imports };
  const layer = wasm({ worker: true, afterFault: "continue", ...options });
  return isolate([layer]).open(wasmModule(assemble(text), target as WasmModuleOptions));
}

/** Exports for what tests call. */
export const GUEST = `(module
  (memory (export "memory") 1)
  (global $n (mut i32) (i32.const 0))
  (table (export "table") 1 funcref)
  (func (export "count") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n))
  (func (export "spin") (loop (br 0)))
  (func (export "trap") unreachable)
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
      (else (i32.const 0))))
  (func (export "null") (param externref) (result externref) (local.get 0)))`;
