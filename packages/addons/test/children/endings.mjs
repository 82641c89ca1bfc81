// What the process is not to survive, or what only shows at its end.
import { open } from "./setup.mjs";

const scenario = process.argv[2];
const { exports: guest } = open();

const scenarios = {
  "a bad napi_value": () => guest.bad_value(),
  napi_fatal_error: () => guest.fatal_error(),
  "a hook at the end": () => guest.hook(),
  "a hook that was removed": () => {
    guest.hook();
    guest.unhook();
  },
};

scenarios[scenario]();
console.log("reached the end");
