// WebAssembly reads out of bounds before, between and after the faults of a guarded guest.
import { koffi } from "@cofferdam/ffi";
import { faulting, open, report, times } from "./setup.mjs";
import { read, trap } from "./trap.mjs";

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
  inBounds: read(),
  after: trap(),
});
