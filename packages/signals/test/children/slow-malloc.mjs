// An allocator, not glibc's, that takes longer than a call and its grace.

import { openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const guest = openLimited(args[0], { timeout: 40, grace: 100 });
const allocate = guest.func("int allocate_block(int bytes)");
const spin = guest.func("int spin(void)");
const slow = outcomeNow(() => allocate(4243));
const later = outcomeNow(spin);
report({ slow, slowEnough: slow.took >= 700, later, laterSoon: later.took < 600 });
