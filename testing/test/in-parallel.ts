/** So many children at a time: two cores, and one of them may be waiting for a guest that hangs. */
const PARALLEL = 3;

/** Acts on one after the other, some at a time. */
export async function inParallel<T>(
  all: readonly T[],
  act: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}
