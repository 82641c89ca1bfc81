// Opens instances until V8 has no room for another memory: one line of JSON.
//
//   node instances.mjs         some seconds
import { isolate } from "@cofferdam/core";
import { wasm, wasmModule } from "@cofferdam/wasm-runtime";

// (module (memory 1) (func (export "run") (result i32) (i32.const 7)))
const bytes = Buffer.from("AGFzbQEAAAABBQFgAAF/AwIBAAUDAQABBwcBA3J1bgAACgYBBABBBws=", "base64");
const guard = isolate([wasm({ limits: { instances: 0 } })]);
const guests = [];
let code;
let message;
while (code === undefined) {
  try {
    guests.push(guard.openSync(wasmModule(bytes)));
  } catch (error) {
    ({ code, message } = error);
  }
}
const still = guests[0].exports.run();
const count = guests.length;
for (const guest of guests.splice(0)) guest.dispose();
console.log(JSON.stringify({ count, code, message, still }));
