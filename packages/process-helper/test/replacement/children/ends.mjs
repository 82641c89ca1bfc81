// A host that is done when its calls are: ends.mjs LIBRARY HOW
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "../../../dist/index.js";

const [path, how] = process.argv.slice(2);
const lib = isolate([processHelper()]).openSync(library(path));
const add = lib.func("int add(int a, int b)");
const say = lib.func("int say(const char *text)");
add(1, 2);
say("");
await add.async(1, 2);
await say.async("");
console.log(lib.status().helper.helpers[0].pid);

const ways = {
  done: () => add.async(1, 2),
  aborted: () => {
    const controller = new AbortController();
    const call = add.async(1, 2, { signal: controller.signal });
    controller.abort();
    return call;
  },
  refused: () => say.async(Symbol("it cannot cross")),
  killed: () => process.kill(process.pid, "SIGKILL"),
};
try {
  await ways[how]();
} catch {
  // as was to be expected
}
console.log("no more to do");
