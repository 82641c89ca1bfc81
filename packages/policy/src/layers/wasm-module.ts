import { readWasmWiring } from "../lock/wasm/wiring.js";
import type { WasmModule } from "./opened.js";
import type { Rules } from "./rules.js";
import { wasmWorld } from "./wasm-world.js";

/**
 * What a policy and its log have to know of a module.
 *
 * @param path where it is
 * @throws MalformedError
 */
export function wasmModuleOf(bytes: Buffer, path: string, rules: Rules): WasmModule {
  const { imports, exports, memories, tables } = readWasmWiring(bytes);
  const { dirs, env } = wasmWorld(rules, path, process.env);
  return {
    imports: imports.map(nameOf),
    dirs,
    details: {
      bytes: bytes.length,
      memories,
      tables,
      imports,
      exports,
      dirs,
      env: Object.keys(env),
    },
  };
}

/** `env.log: func (i32)`, without its type. */
function nameOf(text: string): string {
  return text.slice(0, text.lastIndexOf(": "));
}
