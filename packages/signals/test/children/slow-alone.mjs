// Deadlines with no other layer, around libc and around C++.
import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import { deadline, signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import { outcomeNow, outcomeOf } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const alone = isolate([deadline({ timeout: 40 })]);
const rows = {
  sleep: outcomeNow(() => libc(alone).func("unsigned int sleep(unsigned int s)")(60)),
  pause: outcomeNow(libc(alone).func("int pause(void)")),
  strlen: outcomeNow(() => libc(alone).func("size_t strlen(const char *s)")("x".repeat(1_000_000))),
};
const switched = libc(isolate([deadline({ timeout: 40 }), stack()]));
const sleep = switched.func("unsigned int sleep(unsigned int s)");
rows.sleepAsync = await outcomeOf(() => sleep.async(60));
rows.quarantined = codeOf(() => sleep(0));
const goesOn = libc(isolate([deadline({ timeout: 40, afterFault: "continue" }), signals()]));
const pause = goesOn.func("int pause(void)");
rows.continues = [outcomeNow(pause).kind, outcomeNow(pause).kind, goesOn.status().afterFault];
const cpp = alone.openSync(library(args[0]));
rows.throwsEndlessly = outcomeNow(cpp.func("int throw_endlessly(void)"));
report(rows);

function libc(guard) {
  return guard.openSync(library("libc.so.6"));
}

function codeOf(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return undefined;
}
