// Ways for a process to end, or to wait for its end; the first argument names one. A guarded guest has had
// its fault by then, so that our handlers are live.
import { koffi } from "@cofferdam/ffi";
import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";
import { args, faulting, open, openPath, say } from "./setup.mjs";

const [way, detail] = args;
if (!faulting()()) throw new Error("the fault was not contained");
const honest = open("honest");
koffi.proto("int Transform(int value)");

const deeds = {
  "wait for events": () => {
    setInterval(() => {}, 1000);
    say("ready");
  },
  "run JavaScript": () => {
    say("ready");
    while (true);
  },
  "run a guest": () => {
    const spin = openPath(detail).func("int spin(void)");
    say("ready");
    spin();
  },
  "kill itself": () => process.kill(process.pid, detail),
  abort: () => process.abort(),
  crash: () => koffi.load(libraryPath(detail)).func(`int ${detail}(void)`)(), // plain koffi
};

const places = {
  "at the top": (deed) => deed(),
  "in a callback": (deed) => {
    const apply = honest.func("int apply(void *callback, int value)");
    apply(
      honest.register(() => Number(deed()), "Transform *"),
      1,
    );
  },
  // koffi makes the function pointer, and the guest runs in place
  "in a direct callback": (deed) => {
    honest.func("int apply(Transform *callback, int value)")(() => Number(deed()), 1);
  },
  "in a nested callback": (deed) => {
    places["in a callback"](() => places["in a callback"](deed));
  },
};

const [deed, place = "at the top"] = way.split(", ");
places[place](deeds[deed]);
