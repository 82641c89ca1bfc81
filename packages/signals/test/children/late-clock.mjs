// Calls that end in time, one after the other, while the watchdog is held up again and again.
import { isEarly, openLimited, outcomeNow } from "./deadlines.mjs";
import { args, report } from "./setup.mjs";

const LIMIT = 40;
const guest = openLimited(args[0], { timeout: LIMIT });
const spinFor = guest.func("int spin_for(int ms)");
const outcomes = Array.from({ length: 60 }, () => outcomeNow(() => spinFor(LIMIT / 2)));
const ended = outcomes.filter(({ kind }) => kind === "timeout");
const endless = outcomeNow(guest.func("int spin(void)"));
report({ early: ended.filter((outcome) => isEarly(outcome, LIMIT)), endless });
