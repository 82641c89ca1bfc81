// Drives QuickJS (quickjs-ng, as quickjs-wasi ships it) through its plain exports, without that package's own wrapper:
// so any runtime that gives exports can run it.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const utf8 = new TextEncoder();

/** @type {import("./quickjs.d.mts").quickJsPath} */
export const quickJsPath = require.resolve("quickjs-wasi/quickjs.wasm");

/** @type {import("./quickjs.d.mts").quickJsHost} */
export function quickJsHost(hostCall = () => 0) {
  return {
    host_call: hostCall,
    host_get_timezone_offset: () => 0, // UTC
    host_interrupt: () => 0,
    host_module_load: () => 0,
    host_module_normalize: () => 0,
    host_promise_rejection: () => {},
  };
}

/** @type {import("./quickjs.d.mts").startQuickJs} */
export function startQuickJs(exports, { maxStackBytes = 64_000, maxHeapBytes } = {}) {
  exports._initialize?.();
  if (exports.qjs_init() !== 0) throw new Error("QuickJS could not start");
  exports.qjs_set_max_stack_size(maxStackBytes);
  if (maxHeapBytes !== undefined) exports.qjs_set_memory_limit(maxHeapBytes);
  return { evaluate: (code) => evaluate(exports, code) };
}

function evaluate(exports, code) {
  const source = writeText(exports, code);
  const name = writeText(exports, "guest.js");
  const result = exports.qjs_eval(source.at, source.length, name.at, 0);
  exports.wasm_free(source.at);
  exports.wasm_free(name.at);
  while (exports.qjs_is_job_pending()) exports.qjs_execute_pending_job();
  if (!exports.qjs_is_exception(result)) return takeText(exports, result);
  exports.qjs_free_value(result);
  throw new Error(takeText(exports, exports.qjs_get_exception()));
}

/** With a zero behind it; to be freed. */
function writeText(exports, text) {
  const bytes = utf8.encode(text);
  const at = exports.wasm_malloc(bytes.length + 1);
  if (at === 0) throw new Error("QuickJS is out of memory");
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(bytes, at);
  memory[at + bytes.length] = 0;
  return { at, length: bytes.length };
}

/** What String() makes of the value, which is given up. */
function takeText(exports, value) {
  const lengthAt = exports.wasm_malloc(4);
  const text = exports.qjs_get_string_len(value, lengthAt);
  const length = new DataView(exports.memory.buffer).getUint32(lengthAt, true);
  exports.wasm_free(lengthAt);
  exports.qjs_free_value(value);
  if (text === 0) throw new Error("QuickJS has no text for this value");
  const found = Buffer.from(exports.memory.buffer, text, length).toString();
  exports.qjs_free_cstring(text);
  return found;
}
