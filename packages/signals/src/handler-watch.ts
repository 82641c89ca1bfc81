import { constants } from "node:os";
import { publishNotice } from "@cofferdam/core";
import { nativeSignals } from "./native.js";

/** How often, in ms, handlers are checked while the event loop turns: seven cheap system calls. */
const PERIOD_MS = 1000;

const watched = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS"] as const;
const counts = { replaced: 0, repaired: 0 };
/** Signals that are in other hands and that we told of; each is told once until it is ours again. */
let told: readonly number[] = [];
let repairs = false;
let watching = false;

/**
 * Notices when other code in the process takes one of our handlers away: a guest's `signal(2)`, another
 * addon, `process.on("SIGFPE")`.
 *
 * @param repair put our handler back, chaining to the new one; once asked for, it holds for the process
 */
export function watchHandlers(repair: boolean): void {
  repairs ||= repair;
  if (watching) return;
  watching = true;
  setInterval(checkHandlers, PERIOD_MS).unref();
  // Node's own listeners of these events came first: libuv's handler is there, or gone, when ours run
  process.on("newListener", recheck);
  process.on("removeListener", recheck);
}

/** Looks at once. Returns what has been found since the start. */
export function checkHandlers(): Readonly<typeof counts> {
  const found = nativeSignals().replaced(repairs);
  const news = found.replaced.filter((number) => !told.includes(number));
  told = found.replaced.filter((number) => !found.repaired.includes(number));
  counts.replaced += news.length;
  counts.repaired += found.repaired.length;
  for (const number of news) {
    const signal = watched.find((name) => constants.signals[name] === number);
    const repaired = found.repaired.includes(number);
    publishNotice({ layer: "signals", notice: "handler-replaced", signal, repaired });
  }
  return { ...counts };
}

function recheck(event: string | symbol): void {
  if (watched.includes(event as (typeof watched)[number])) checkHandlers();
}
