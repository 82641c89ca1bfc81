// A helper in Node: answers every request with the sum of its first two slots.
import { kinds, nativeHelper } from "../../../dist/native.js";

const native = nativeHelper();
const { handle, request, response } = native.openRing(3, 4);
const asked = new Uint32Array(request);
const answer = new Uint32Array(response);
const numbers = new BigInt64Array(request);
const results = new BigInt64Array(response);

for (let respond = false; native.next(handle, respond); respond = true) {
  answer[0] = asked[0];
  answer[1] = kinds.returned;
  results[2] = numbers[2] + numbers[3];
}
