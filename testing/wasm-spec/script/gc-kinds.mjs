// What kind a reference of the GC proposal is: to JavaScript a struct and an array look the same, so wasm is asked.

import { body, encodeModule, exportOf, funcType, Kind, Type } from "../wasm/encode.mjs";

/** Heap types, by the name of the reference to them. */
const HEAP_TYPES = { eqref: 0x6d, i31ref: 0x6c, structref: 0x6b, arrayref: 0x6a };
const REF_TEST = [0xfb, 0x14];

let tests;

/** @param {"eqref" | "i31ref" | "structref" | "arrayref"} type */
export function isGcObject(type, value) {
  tests ??= new WebAssembly.Instance(new WebAssembly.Module(testModule())).exports;
  const test = tests[type];
  if (test === undefined) throw new TypeError(`no expected value of type ${type}`);
  return test(value) === 1;
}

function testModule() {
  const types = Object.entries(HEAP_TYPES);
  return encodeModule({
    types: [funcType([Type.anyref], [Type.i32])],
    funcs: types.map(() => [0]),
    exports: types.map(([type], index) => exportOf(type, Kind.func, index)),
    code: types.map(([, heap]) => body([], [[0x20, 0, ...REF_TEST, heap]])),
  });
}
