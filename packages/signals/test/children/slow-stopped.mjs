// A call that is in libc when its process goes on after a stop.
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report, say } from "./setup.mjs";

const guest = openLimited(args[0], { timeout: 200, grace: 50 });
const sleep = guest.func("int sleep_long(void)");
say("begins");
report(outcomeNow(sleep));
