// The package without its addon: `args[1]` is a copy that has none.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { args, faultOf, report } from "./setup.mjs";

const [path, copy] = args;
const { guardedBuffer, memory } = await import(copy);
const layers = [signals({ afterFault: "continue" }), memory({ align: 16 })];
const guest = isolate(layers).openSync(library(path));
const write = guest.func("int write_at(uint8_t *bytes, long offset)");
const writeConst = guest.func("int write_const_at(const uint8_t *bytes, long offset)");
const distance = guest.func("long distance(void *a, const void *b)");
const fillThenRead = guest.func(
  "int fill_then_read(uint8_t *to, int count, const uint8_t *from, long offset)",
);

const whole = Buffer.alloc(12, 1);
const part = whole.subarray(4, 8);
const shared = new Uint8Array(new SharedArrayBuffer(4));
const calls = [write(part, 0), writeConst(part, 1), write(part, 4), write(shared, 1)];
const numbers = Int32Array.of(0, 0);
write(numbers, 5);
const crashed = Buffer.alloc(4, 1);
const fault = faultOf(() => fillThenRead(crashed, 4, null, 0))?.kind;
report({
  probe: memory().probe(),
  status: guest.status().layers[1],
  buffer: [...guardedBuffer(4, { align: 4 })],
  calls,
  whole: [...whole],
  shared: [...shared],
  numbers: [...numbers],
  distance: [distance(whole, part), distance(part, part)],
  empty: guest.func("int is_null(const void *bytes)")(Buffer.alloc(0)),
  fault,
  crashed: [...crashed],
});
