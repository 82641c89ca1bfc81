/** How far it has come, for somebody who waits at a terminal. */
export interface Progress {
  done(count: number): void;
  clear(): void;
}

const CLEAR_LINE = "\r\x1b[K";

export function progress(total: number, quiet: boolean): Progress {
  const { stderr } = process;
  if (!stderr.isTTY || quiet) return { done: () => {}, clear: () => {} };
  return {
    done: (count) => void stderr.write(`${CLEAR_LINE}trying: ${count} of ${total}`),
    clear: () => void stderr.write(CLEAR_LINE),
  };
}
