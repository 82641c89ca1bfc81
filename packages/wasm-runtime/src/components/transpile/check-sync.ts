import { fail } from "@cofferdam/core";

/** `exports0Run = WebAssembly.promising(exports0.run);`: of the glue's own functions there are such for memory as well. */
const PROMISING = /^ *(?!(?:realloc|postReturn)\d+Async\b)(\w+) = WebAssembly\.promising\(/m;

/** @throws ERR_WASM_INVALID for a component with exports that are asynchronous: calls of theirs are not limited */
export function checkSync(name: string, glue: string): void {
  const [, found] = PROMISING.exec(glue) ?? [];
  if (found === undefined) return;
  throw fail(
    "ERR_WASM_INVALID",
    `Cannot run ${name}: it has asynchronous exports (${found}), as in WASI 0.3. Build it for WASI 0.2.`,
  );
}
