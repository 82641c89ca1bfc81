/**
 * Calls that end when a signal says so. One listener for all calls of a signal: Node takes more than ten for a leak,
 * and warns.
 */

/** A call that can be given up. */
export interface Abortable {
  aborted(reason: unknown): void;
}

const listening = new WeakMap<AbortSignal, Set<Abortable>>();

/** @throws the signal's reason when it was aborted before */
export function listen(signal: AbortSignal, call: Abortable): void {
  signal.throwIfAborted();
  const calls = listening.get(signal);
  if (calls !== undefined) {
    calls.add(call);
    return;
  }
  listening.set(signal, new Set([call]));
  signal.addEventListener("abort", abortAll, { once: true });
}

/** The call has ended. */
export function unlisten(signal: AbortSignal, call: Abortable): void {
  const calls = listening.get(signal);
  if (calls?.delete(call) !== true || calls.size > 0) return;
  listening.delete(signal);
  signal.removeEventListener("abort", abortAll);
}

/** What comes of a call; or the signal's reason, at once when it is aborted before. The call may still run then. */
export function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return pending;
  return new Promise((resolve, reject) => {
    const waiting = { aborted: reject };
    listen(signal, waiting);
    const end = (settle: (result: never) => void) => (result: unknown) => {
      unlisten(signal, waiting);
      settle(result as never);
    };
    pending.then(end(resolve), end(reject));
  });
}

function abortAll(event: Event): void {
  const signal = event.target as AbortSignal;
  const calls = listening.get(signal);
  listening.delete(signal);
  for (const call of calls ?? []) call.aborted(signal.reason);
}
