// A guest that keeps all signals blocked past its limit, then for ever.
import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report, say } from "./setup.mjs";

const [path] = args;
const guest = openLimited(path, { timeout: 50, grace: 100 });
const outcome = outcomeNow(() => guest.func("int block_all_for(int ms)")(350));
const again = outcomeNow(guest.func("int spin(void)"));
report({ outcome, again });
say("blocks");
guest.func("int block_all_and_spin(void)")();
