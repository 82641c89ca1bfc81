// From the text of a module to its bytes, with what npm has: jco's wasm-tools, which knows Wasm 3.0, and wabt, which still
// knows the exceptions of before.

import { parse } from "@bytecodealliance/jco";
import wabt from "wabt";

const FEATURES = { exceptions: true, tail_call: true, annotations: true };
const loading = wabt();

/** @returns {Promise<{ bytes?: Uint8Array, unassembled?: string }>} the bytes, or why there are none */
export async function assemble(wat) {
  try {
    return { bytes: await parse(escaped(wat)) };
  } catch (error) {
    const { parseWat } = await loading;
    return { bytes: tryWabt(parseWat, wat), unassembled: reasonOf(error) };
  }
}

/** wasm-tools refuses characters that look like others, or turn the direction of writing, unless they are escaped. */
function escaped(wat) {
  return wat.replaceAll(
    /[^\0-\x7f]/gu,
    (character) => `\\u{${character.codePointAt(0).toString(16)}}`,
  );
}

function tryWabt(parseWat, wat) {
  let module;
  try {
    module = parseWat("module.wat", wat, FEATURES);
    return module.toBinary({}).buffer;
  } catch {
    return undefined;
  } finally {
    module?.destroy();
  }
}

/** The component throws its error as text, in Rust's debug format. */
function reasonOf(error) {
  const text = String(error?.payload ?? error?.message ?? error);
  const [, reason] = /kind: Custom\("((?:[^"\\]|\\.)*)"\)/.exec(text) ?? [];
  return reason ?? text.slice(0, 200);
}
