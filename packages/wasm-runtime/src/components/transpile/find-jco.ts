import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { fail } from "@cofferdam/core";

/** The part of jco that turns components to JavaScript; the rest of it is for those who make them. */
const JCO = "@bytecodealliance/jco/component";

/** @returns the URL of its module @throws ERR_WASM_COMPONENTS */
export function findJco(from: string = import.meta.url): string {
  try {
    return pathToFileURL(createRequire(from).resolve(JCO)).href;
  } catch (cause) {
    throw fail(
      "ERR_WASM_COMPONENTS",
      "Cannot run components: jco, which turns them to modules, is not installed. " +
        "Install it: npm install @bytecodealliance/jco.",
      { cause },
    );
  }
}
