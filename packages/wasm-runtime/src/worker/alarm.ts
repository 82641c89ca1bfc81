/** setTimeout(3) takes no more: 24 days. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Calls `late` after so many milliseconds, when what has come meanwhile was looked at: this side may be the one that is late.
 *
 * @returns what calls it off
 */
export function alarm(ms: number, late: () => void): () => void {
  if (ms > MAX_TIMEOUT_MS) return () => {};
  let immediate: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    immediate = setImmediate(late);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(immediate);
  };
}
