import { fail } from "@cofferdam/core";
import type { Program } from "./program.js";

/** @throws ERR_WASM_IMPORT, ERR_WASM_INVALID, ERR_WASM_LIMIT */
export function instantiate(
  { module, name }: Program,
  imports: WebAssembly.Imports,
): WebAssembly.Exports {
  try {
    return new WebAssembly.Instance(module, imports).exports;
  } catch (cause) {
    throw cannotInstantiate(name, cause);
  }
}

function cannotInstantiate(name: string, cause: unknown): Error {
  const { message } = cause as Error;
  if (cause instanceof RangeError && /Cannot allocate Wasm memory/.test(message)) {
    return fail("ERR_WASM_LIMIT", noRoom(name), { cause });
  }
  const isLink = cause instanceof WebAssembly.LinkError;
  const code = isLink ? "ERR_WASM_IMPORT" : "ERR_WASM_INVALID";
  return fail(code, `Cannot instantiate ${name}: ${message}.`, { cause });
}

function noRoom(name: string): string {
  return (
    `Cannot instantiate ${name}: V8 has no room for one more memory. It takes 8 to 10 GiB of addresses for each, so that a ` +
    "process has about 13,000 of them on Node 20 and 22, 16,000 on later ones; fewer where `ulimit -v` is set. " +
    "Dispose instances that are not used, or start more processes."
  );
}
