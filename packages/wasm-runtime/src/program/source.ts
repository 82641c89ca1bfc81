import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fail, show } from "@cofferdam/core";

/** A path, a file URL, or the module itself. */
export type ModuleSource = string | URL | Uint8Array;

/** What errors and `status()` call it. */
export function nameOf(source: ModuleSource): string {
  return source instanceof Uint8Array ? "wasm module" : pathOf(source);
}

/** @param maker what it was given to @throws ERR_OPTION_TYPE */
export function checkSource(source: unknown, maker = "wasmModule"): asserts source is ModuleSource {
  const isFine =
    (typeof source === "string" && source !== "") ||
    source instanceof Uint8Array ||
    (source instanceof URL && source.protocol === "file:");
  if (isFine) return;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a path, a file URL or bytes for \`${maker}(source)\`, got ${show(source)}. ` +
      `Give ${maker}("./plugin.wasm").`,
  );
}

export function pathOf(source: string | URL): string {
  return typeof source === "string" ? source : fileURLToPath(source);
}

/** Bytes are copied (a Buffer has a `slice` that does not): what the host does with its own later does not change what is opened. */
export function ownSource(source: ModuleSource): ModuleSource {
  return source instanceof Uint8Array ? new Uint8Array(source) : source;
}

/** @returns borrowed. @throws ERR_WASM_NOT_FOUND */
export function readSource(source: ModuleSource): Uint8Array {
  if (source instanceof Uint8Array) return source;
  try {
    return readFileSync(pathOf(source));
  } catch (cause) {
    throw notFound(source, cause);
  }
}

function notFound(source: string | URL, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  return fail(
    "ERR_WASM_NOT_FOUND",
    `Cannot read the module ${pathOf(source)} (${code}). ` +
      "Check the path, which is taken from the working directory, and that it was built.",
    { cause },
  );
}
