// A WebAssembly module that V8 guards with SIGSEGV.

/** (module (memory 1) (data (i32.const 8) "\2a")
 *    (func (export "load") (param i32) (result i32) local.get 0 i32.load)) */
const code = [
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
  ...[3, 2, 1, 0],
  ...[5, 3, 1, 0, 1],
  ...[7, 8, 1, 4, 0x6c, 0x6f, 0x61, 0x64, 0, 0],
  ...[10, 9, 1, 7, 0, 0x20, 0, 0x28, 2, 0, 0x0b],
  ...[11, 7, 1, 0, 0x41, 8, 0x0b, 1, 0x2a],
];
const { load } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code))).exports;

/** Reads inside of its memory: 42. */
export function read() {
  return load(8);
}

/** Reads far outside of it; returns what V8 makes of that. */
export function trap() {
  try {
    return `returned ${load(0x7fff_fff0)}`;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}
