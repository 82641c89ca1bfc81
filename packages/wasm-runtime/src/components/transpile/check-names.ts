import { fail } from "@cofferdam/core";
import type { Manifest } from "../../metering/index.js";

/**
 * What tools call things in core modules: "cm32p2_realloc", "wasi:io/poll@0.2.0#[method]pollable.block".
 */
const PLAIN = /^[\w$:/@.[\]|#+-]*$/;

/**
 * jco writes the names of a core module's imports and exports into JavaScript as they are: one with a quote in it would end
 * the text that it stands in, and what follows would run as the host's own code. So none may have one.
 *
 * @throws ERR_WASM_INVALID
 */
export function checkNames(name: string, { imports, exports }: Manifest): void {
  const names = [
    ...imports.flatMap((each) => [each.module, each.name]),
    ...exports.map((each) => each.name),
  ];
  const odd = names.find((each) => !PLAIN.test(each));
  if (odd === undefined) return;
  throw fail(
    "ERR_WASM_INVALID",
    `Cannot run ${name}: expected plain names in its core modules, got ${JSON.stringify(odd)}. Such a name could become code.`,
  );
}
