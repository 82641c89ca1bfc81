// Commits crimes in a library through the layer, each in a helper of its own where one ended it:
//   node commit.mjs LIBRARY OPTIONS [[NAME, ARGUMENT], ...] LAYERS     prints one JSON object
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { processHelper } from "../../dist/index.js";

const [path, options, crimes, inner] = process.argv.slice(2);
const layers = inner === "inner" ? [signals(), stack()] : [];
const lib = isolate([processHelper(JSON.parse(options)), ...layers]).openSync(library(path));
const commit = lib.func("int commit(const char *name, const char *argument)");
const environment = lib.func("int environment(void)");

function committed([name, argument]) {
  if (name === "environment") return environment();
  try {
    return commit(name, argument);
  } catch ({ fault }) {
    return fault.kind === "violation" ? fault.resource : fault.kind;
  }
}

const results = JSON.parse(crimes).map((crime) => {
  environment(); // a good call: helpers that die one after another would be waited for
  return [crime[0], committed(crime)];
});
lib.dispose();
console.log(JSON.stringify(Object.fromEntries(results)));
