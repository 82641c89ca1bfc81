// Is the host well? What a guest may have spoiled for everybody else in the process.
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import koffi from "koffi";

/** A thread that works beside us, and notices when somebody disturbs it. */
export function startBystander() {
  const library = koffi.load(libraryPath("bystander"));
  const count = library.func("long bystander_count()");
  const ok = library.func("int bystander_ok()");
  const error = library.func("int bystander_start()")();
  if (error !== 0) throw new Error(`The bystander did not start: errno ${error}`);
  return { count, isUndisturbed: () => ok() === 1, stop: library.func("void bystander_stop()") };
}

/** Names of what is wrong in the host right now. */
export function ailments() {
  return Object.entries({
    "a WebAssembly trap": trapsInWasm,
    "denormal numbers": keepsDenormals,
    "memory copies": copiesForwards,
  })
    .filter(([, isWell]) => !isWell())
    .map(([name]) => name);
}

/** (module (memory 1) (func (export "read") (result i32) (i32.load (i32.const -1)))) */
const module = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
    ...[0x03, 0x02, 0x01, 0x00, 0x05, 0x03, 0x01, 0x00, 0x01, 0x07, 0x08, 0x01, 0x04, 0x72, 0x65],
    ...[0x61, 0x64, 0x00, 0x00, 0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x7f, 0x28, 0x02, 0x00, 0x0b],
  ),
);
const { read } = new WebAssembly.Instance(module).exports;

/** V8 waits for a SIGSEGV in wasm code: its handler must still be reached. */
function trapsInWasm() {
  try {
    read();
    return false;
  } catch (error) {
    return error instanceof WebAssembly.RuntimeError;
  }
}

/** With denormals switched off in the CPU, half of the smallest normal number is 0. */
function keepsDenormals() {
  const smallest = new Float64Array([2.2250738585072014e-308]);
  return smallest[0] / 2 > 0;
}

/** With the direction flag set, string instructions run backwards. */
function copiesForwards() {
  const bytes = Buffer.alloc(4096, "cofferdam");
  return Buffer.from(bytes).equals(bytes);
}
