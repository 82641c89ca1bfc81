// Calls a wasm function so that every bit of its numbers arrives: JavaScript has no v128, and may change a NaN. A module
// of our own stands between that takes f32 as i32, f64 as i64, and v128 as two i64, and gives results back so. Of an
// exnref, which JavaScript cannot have either, it tells whether it is null.

import {
  body,
  encodeModule,
  exportOf,
  funcType,
  importOf,
  Kind,
  Type,
  unsigned,
} from "../wasm/encode.mjs";

const CALL = 0x10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const GLOBAL_GET = 0x23;
const I32_REINTERPRET = 0xbc;
const I64_REINTERPRET = 0xbd;
const F32_REINTERPRET = 0xbe;
const F64_REINTERPRET = 0xbf;
const REF_IS_NULL = 0xd1;
const SPLAT_I64 = [0xfd, 0x12];
const EXTRACT_I64 = [0xfd, 0x1d];
const REPLACE_I64 = [0xfd, 0x1e];

/** What stands for a value of this type. */
const FLAT = {
  [Type.f32]: [Type.i32],
  [Type.f64]: [Type.i64],
  [Type.v128]: [Type.i64, Type.i64],
  [Type.exnref]: [Type.i32],
  [Type.nullexnref]: [Type.i32],
};
/** Whether a value would not reach JavaScript unchanged. */
export const needsBits = (type) => type in FLAT;
export const isException = (type) => type === Type.exnref || type === Type.nullexnref;
const flat = (type) => FLAT[type] ?? [type];

const modules = new Map();

/** @returns the function, taking and giving what `toFlat` makes and `fromFlat` reads */
export function bitwiseFunction(target, { params, results }) {
  return connect(target, `${params}-${results}`, () => functionModule(params, results));
}

/** @returns a function that reads a global */
export function bitwiseGlobal(target, { type, mutable }) {
  return connect(target, `${type}/${mutable}`, () => globalModule(type, mutable));
}

function connect(target, key, bytes) {
  if (!modules.has(key)) modules.set(key, new WebAssembly.Module(bytes()));
  return new WebAssembly.Instance(modules.get(key), { "": { target } }).exports.call;
}

function functionModule(params, results) {
  let next = params.flatMap(flat).length;
  const kept = results.map((type) => ({ type, local: next++ }));
  const code = [
    ...loads(params),
    [CALL, 0],
    ...kept.toReversed().map(({ local }) => [LOCAL_SET, ...unsigned(local)]),
    ...kept.map(({ type, local }) => store(type, [LOCAL_GET, ...unsigned(local)])),
  ];
  return encodeModule({
    types: [funcType(params, results), funcType(params.flatMap(flat), results.flatMap(flat))],
    imports: [importOf("", "target", [Kind.func, 0])],
    funcs: [[1]],
    exports: [exportOf("call", Kind.func, 1)],
    code: [body(results, code)],
  });
}

function globalModule(type, mutable) {
  return encodeModule({
    types: [funcType([], flat(type))],
    imports: [importOf("", "target", [Kind.global, type, mutable])],
    funcs: [[0]],
    exports: [exportOf("call", Kind.func, 0)],
    code: [body([], [store(type, [GLOBAL_GET, 0])])],
  });
}

function loads(params) {
  let local = 0;
  return params.map((type) => {
    const [low, high] = [local, local + 1].map((index) => [LOCAL_GET, ...unsigned(index)]);
    local += flat(type).length;
    if (type === Type.v128) return [...low, ...SPLAT_I64, ...high, ...REPLACE_I64, 1];
    if (type === Type.f32) return [...low, F32_REINTERPRET];
    if (type === Type.f64) return [...low, F64_REINTERPRET];
    return low;
  });
}

function store(type, value) {
  if (type === Type.v128) return [...value, ...EXTRACT_I64, 0, ...value, ...EXTRACT_I64, 1];
  if (type === Type.f32) return [...value, I32_REINTERPRET];
  if (type === Type.f64) return [...value, I64_REINTERPRET];
  if (isException(type)) return [...value, REF_IS_NULL];
  return value;
}
