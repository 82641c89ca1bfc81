// The module "spectest" that the suite imports from. A wasm module and not JavaScript functions: those link as any type.

import {
  body,
  encodeModule,
  exportOf,
  floating,
  funcType,
  Kind,
  signed,
  Type,
  unsigned,
} from "../wasm/encode.mjs";

const PRINTS = {
  print: [],
  print_i32: [Type.i32],
  print_i64: [Type.i64],
  print_f32: [Type.f32],
  print_f64: [Type.f64],
  print_i32_f32: [Type.i32, Type.f32],
  print_f64_f64: [Type.f64, Type.f64],
};
const GLOBALS = {
  global_i32: [Type.i32, 0, 0x41, ...signed(666), 0x0b],
  global_i64: [Type.i64, 0, 0x42, ...signed(666), 0x0b],
  global_f32: [Type.f32, 0, 0x43, ...floating(4, (at) => at.setFloat32(0, 666.6, true)), 0x0b],
  global_f64: [Type.f64, 0, 0x44, ...floating(8, (at) => at.setFloat64(0, 666.6, true)), 0x0b],
};
const LIMITED = 1;
const SHARED = 3;
const WIDE = 5;

/** Fresh ones: what a script writes there, the next one must not see. */
export function spectest() {
  const all = { memory: [LIMITED, 1, 2], table: [LIMITED, 10, 20] };
  return {
    ...instantiate({ ...all, functions: PRINTS, globals: GLOBALS }),
    ...ifKnown({ table64: [WIDE, 10, 20] }),
    ...ifKnown({ shared_memory: [SHARED, 1, 2] }),
  };
}

/** What an older V8 does not know is missing: modules that import it do not run there either. */
function ifKnown(definitions) {
  try {
    return instantiate(definitions);
  } catch {
    return {};
  }
}

function instantiate(definitions) {
  return new WebAssembly.Instance(new WebAssembly.Module(moduleOf(definitions))).exports;
}

function moduleOf({ functions = {}, globals = {}, ...limits }) {
  const tables = Object.entries(limits).filter(([name]) => name.startsWith("table"));
  const memories = Object.entries(limits).filter(([name]) => !name.startsWith("table"));
  const exported = (kind, entries) => entries.map(([name], index) => exportOf(name, kind, index));
  return encodeModule({
    types: Object.values(functions).map((params) => funcType(params, [])),
    funcs: Object.values(functions).map((_, index) => unsigned(index)),
    tables: tables.map(([, limit]) => [Type.funcref, ...limit]),
    memories: memories.map(([, limit]) => limit),
    globals: Object.values(globals),
    exports: [
      ...exported(Kind.func, Object.entries(functions)),
      ...exported(Kind.table, tables),
      ...exported(Kind.memory, memories),
      ...exported(Kind.global, Object.entries(globals)),
    ],
    code: Object.values(functions).map(() => body([], [])),
  });
}
