// node ring-helper.mjs ring|send     the other process of ring.mjs: answers with the sum
import { kinds, nativeHelper } from "../../packages/process-helper/dist/native.js";

if (process.argv[2] === "send") {
  process.on("message", ([a, b]) => process.send(a + b));
} else {
  const native = nativeHelper();
  const { handle, request, response } = native.openRing(3, 4);
  const asked = new Int32Array(request);
  const answer = new Int32Array(response);
  answer[1] = kinds.returned;
  for (let respond = false; native.next(handle, respond); respond = true) {
    answer[0] = asked[0];
    answer[4] = asked[4] + asked[6];
  }
}
