// A host without the addon, in a folder of its own: it says what became of its library, and waits to be killed.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { processHelper } from "@cofferdam/process-helper";

const [path, deed] = process.argv.slice(2);
const lib = isolate([processHelper()]).openSync(library(path));
const sum = lib.func("int add(int a, int b)")(2, 3);
const { transport, confinement } = lib.status().helper;
const pid = lib.func("int pid()")();
const hang = lib.func("void hang()");
if (deed === "hang") hang.async().catch(() => {});
setTimeout(() => console.log(JSON.stringify({ sum, transport, confinement, pid })), 50);
setInterval(() => {}, 1000);
