/**
 * koffi keeps every prototype that is declared until `koffi.reset()`: the same declaration is made once, or a
 * program that opens and disposes libraries would grow for ever.
 */
import koffi from "koffi";

const made = new Map<string, unknown>();

/** A type of ours; when koffi no longer knows it, it was reset, and has freed what we keep. */
const SENTINEL = "cofferdam_prototype_cache";

/**
 * What was made of the same words before, else what `make` makes.
 *
 * @param args of koffi's `func`
 */
export function cached<T>(args: readonly unknown[], make: () => T): T {
  const key = keyOf(args);
  if (key === undefined) return make();
  forgetAfterReset();
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

/** Undefined where types are given as objects: only names mean the same until koffi is reset. */
function keyOf(args: readonly unknown[]): string | undefined {
  const words = args.flat();
  return words.every((word) => typeof word === "string") ? JSON.stringify(args) : undefined;
}

function forgetAfterReset(): void {
  try {
    koffi.type(SENTINEL);
  } catch {
    made.clear();
    koffi.opaque(SENTINEL);
  }
}
