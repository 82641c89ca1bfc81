// An application with a policy: it calls what is allowed, asks for what is not, and has a fault.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { loadPolicy } from "@cofferdam/policy";
import { deadline, signals } from "@cofferdam/signals";

const [file] = process.argv.slice(2);
const policy = await loadPolicy(file);
const guard = isolate(policy.layers({ signals, deadline }));
const libm = guard.openSync(library("libm.so.6"));
const cos = libm.func("double cos(double x)");
for (let count = 0; count < 3; count++) cos(0);
try {
  libm.func("double frexp(double x, void *exponent)")(1, 8n);
} catch {}
try {
  guard.openSync(library("libutil.so.1"));
} catch (error) {
  console.log(error.event ?? "");
}
libm.dispose();
