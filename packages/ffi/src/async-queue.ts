/** Asynchronous calls of this JavaScript thread, first come first served. */
import { ASYNC_CALLS, MAX_ASYNC_CALLS } from "./limits.js";
import { maxAsyncCalls } from "./runtime.js";

/** What waits for its turn. */
export interface Waiting {
  /** It is passed over: nobody waits for it any more. */
  readonly withdrawn: boolean;
  /** Starts it. Never throws; `leave` is called when it has ended, which may be before this returns. */
  begin(): void;
}

let atMost = 0;
let running = 0;
let draining = false;
// Two stacks make a queue: a Set or an array would look for its first element ever longer.
let arriving: Waiting[] = [];
let departing: Waiting[] = [];

/** Starts the call, now or when others have ended. */
export function enter(call: Waiting): void {
  atMost ||= limit();
  if (running === atMost || draining) {
    arriving.push(call);
    return;
  }
  running++;
  call.begin();
}

/** A call that was started has ended: others take its place. */
export function leave(): void {
  running--;
  if (draining) return; // it ended before its `begin` returned: the loop below goes on
  draining = true;
  while (running < atMost) {
    const call = next();
    if (call === undefined) break;
    running++;
    call.begin();
  }
  draining = false;
}

function next(): Waiting | undefined {
  for (;;) {
    if (departing.length === 0) [departing, arriving] = [arriving.reverse(), departing];
    const call = departing.pop();
    if (!call?.withdrawn) return call;
  }
}

/** As many as libuv has threads, and enough to keep them busy. Half of koffi's limit: the application may call koffi itself. */
function limit(): number {
  const threads = Number(process.env.UV_THREADPOOL_SIZE) || 0;
  const wanted = Math.min(Math.max(threads, ASYNC_CALLS), MAX_ASYNC_CALLS);
  return Math.max(1, Math.min(wanted, Math.floor(maxAsyncCalls() / 2)));
}
