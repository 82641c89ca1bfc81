// A helper with an arena: adds 1 to each of slot 1 bytes at offset slot 0; returns its size.
import { helperFds, kinds, nativeHelper } from "../../../dist/native.js";

const native = nativeHelper();
const arena = native.openArena(helperFds.arena);
const bytes = new Uint8Array(arena.buffer);
const { handle, request, response } = native.openRing(helperFds.ring, helperFds.doorbell);
const asked = new Uint32Array(request);
const answer = new Uint32Array(response);
const numbers = new BigInt64Array(request);
const results = new BigInt64Array(response);

for (let respond = false; native.next(handle, respond); respond = true) {
  const [start, count] = [Number(numbers[2]), Number(numbers[3])];
  for (let n = 0; n < count; n++) bytes[start + n]++;
  answer[0] = asked[0];
  answer[1] = kinds.returned;
  results[2] = BigInt(bytes.length);
}
