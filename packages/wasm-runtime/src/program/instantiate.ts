import { fail } from "@cofferdam/core";
import type { Program } from "./program.js";

/** @throws ERR_WASM_IMPORT, ERR_WASM_INVALID */
export function instantiate(
  { module, name }: Program,
  imports: WebAssembly.Imports,
): WebAssembly.Exports {
  try {
    return new WebAssembly.Instance(module, imports).exports;
  } catch (cause) {
    throw fail(
      cause instanceof WebAssembly.LinkError ? "ERR_WASM_IMPORT" : "ERR_WASM_INVALID",
      `Cannot instantiate ${name}: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
