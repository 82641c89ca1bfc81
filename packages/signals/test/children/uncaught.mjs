// An error that nobody catches, or only a handler for all of them; the arguments say which, and who listens.
import { koffi } from "@cofferdam/ffi";
import { args, faulting, guarded, open, report } from "./setup.mjs";

const [way, listens] = args;
if (!faulting()()) throw new Error("the fault was not contained");

const crash = guarded ? open("null_write").func("int null_write(void)") : fail;
const ways = {
  exception: () => fail(),
  rejection: () => void Promise.reject(new Error("nobody's")),
  "exception of a timer": () => setTimeout(fail, 1),
  "exception in a callback": () => {
    koffi.proto("int Transform(int value)");
    const honest = open("honest");
    const apply = honest.func("int apply(void *callback, int value)");
    apply(honest.register(fail, "Transform *"), 1);
  },
  "fault in a timer": () => setTimeout(() => crash(), 1),
  "fault in a promise": () => void Promise.resolve().then(() => crash()),
};

if (listens) {
  process.on("uncaughtException", ({ code, fault, layer }, origin) => {
    report({ code, name: fault?.name, layer, origin });
  });
}
ways[way]();

function fail() {
  throw Object.assign(new Error("nobody's"), { code: "ERR_NOBODYS" });
}
