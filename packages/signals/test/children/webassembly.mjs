// WebAssembly reads out of bounds before, between and after the faults of a guarded guest.
import { koffi } from "@cofferdam/ffi";
import { faulting, open, report, times } from "./setup.mjs";

const load = loader();
const before = trap();

const fault = faulting();
const honest = open("honest");
koffi.proto("int Transform(int value)");
const apply = honest.func("int apply(void *callback, int value)");
const applyDirectly = honest.func("int apply(Transform *callback, int value)");
const callback = (value) => (trap() === before && fault() ? value + 1 : -1);

report({
  before,
  between: times(3000, () => fault() && trap() === before),
  inCallback: apply(honest.register(callback, "Transform *"), 41),
  inDirectCallback: applyDirectly(callback, 41),
  inBounds: load(8),
  after: trap(),
});

/** The words of the trap. */
function trap() {
  try {
    return `returned ${load(0x7fff_fff0)}`;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

/** (module (memory 1) (data (i32.const 8) "\2a") (func (export "load") (param i32) (result i32)
 *    local.get 0 i32.load)) */
function loader() {
  const module = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
    ...[3, 2, 1, 0],
    ...[5, 3, 1, 0, 1],
    ...[7, 8, 1, 4, 0x6c, 0x6f, 0x61, 0x64, 0, 0],
    ...[10, 9, 1, 7, 0, 0x20, 0, 0x28, 2, 0, 0x0b],
    ...[11, 7, 1, 0, 0x41, 8, 0x0b, 1, 0x2a],
  ];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(module)));
  return exports.load;
}
