import { fail } from "@cofferdam/core";
import type { Limits } from "../limits.js";

const MAGIC = [0, 0x61, 0x73, 0x6d];

/** Is it a component, and not too large? jco is asked only then. @throws ERR_WASM_INVALID */
export function checkBytes(name: string, bytes: Uint8Array, { moduleSize }: Limits): void {
  const [version, layer] = [bytes[4], bytes[6]];
  const isWasm = MAGIC.every((byte, i) => bytes[i] === byte);
  if (!isWasm || layer !== 1) {
    const is = isWasm && version === 1 ? "a module; open it with wasmModule()" : "no component";
    throw fail("ERR_WASM_INVALID", `Cannot run ${name} as a component: it is ${is}.`);
  }
  if (bytes.length <= moduleSize) return;
  throw fail(
    "ERR_WASM_INVALID",
    `Cannot run ${name}: expected at most ${moduleSize} bytes, got ${bytes.length}. Raise \`limits.moduleSize\`, or leave it closed.`,
  );
}
