// One way for a process to end, or to wait for its end, named by the first argument. A guarded guest has had
// its fault by then, so our handlers are live.
import { koffi } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { args, faulting, open, openPath, say } from "./setup.mjs";

const [ending, detail] = args;
if (!faulting()()) throw new Error("the fault was not contained");
const honest = open("honest");
koffi.proto("int Transform(int value)");

const endings = {
  "wait for events": () => {
    setInterval(() => {}, 1000);
    say("ready");
  },
  "run JavaScript": () => {
    say("ready");
    while (true) continue;
  },
  "run a guest": () => {
    const spin = openPath(detail).func("int spin(void)");
    say("ready");
    spin();
  },
  "run JavaScript for a guest": () => callback(endings["run JavaScript"]),
  "kill itself": () => process.kill(process.pid, detail),
  "kill itself for a guest": () => callback(endings["kill itself"]),
  abort: () => process.abort(),
  "abort for a guest": () => callback(() => process.abort()),
  "abort directly for a guest": () => directCallback(() => process.abort()),
  crash: () => unguarded(detail)(),
  "crash for a guest": () => callback(() => unguarded(detail)()),
  "crash directly for a guest": () => directCallback(() => unguarded(detail)()),
  "crash for a nested guest": () => callback(() => callback(() => unguarded(detail)())),
};
endings[ending]();
say("still here");

/** Runs `work` while a guarded call waits for it. */
function callback(work) {
  const apply = honest.func("int apply(void *callback, int value)");
  apply(honest.register(() => Number(work()), "Transform *"), 1);
}

/** The same with a function pointer that koffi makes, on the stack that koffi calls on. */
function directCallback(work) {
  honest.func("int apply(Transform *callback, int value)")(() => Number(work()), 1);
}

/** Plain koffi, without us. */
function unguarded(crime) {
  return koffi.load(libraryPath(crime)).func(`int ${crime}(void)`);
}
