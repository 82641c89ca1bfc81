// Where the modules are that build.mjs makes.

import { fileURLToPath } from "node:url";

/** @type {import("./paths.d.mts").wasmPath} */
export function wasmPath(name) {
  return fileURLToPath(new URL(`build/${name}.wasm`, import.meta.url));
}
