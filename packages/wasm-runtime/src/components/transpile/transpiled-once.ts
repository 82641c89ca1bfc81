import { MAX_TRANSPILED } from "../limits.js";
import { transpile } from "./transpile.js";
import type { Transpiled } from "./transpiled.js";

/** By digest, what was used last at the end: the same component is opened for many, who grant it different things. */
const known = new Map<string, Promise<Transpiled>>();

/**
 * The same as `transpile`, which is slow; what it gave for the same bytes is remembered.
 *
 * @param sha256 of the bytes @throws what `transpile` throws
 */
export async function transpiledOnce(
  name: string,
  bytes: Uint8Array,
  sha256: string,
): Promise<Transpiled> {
  const made = known.get(sha256) ?? transpile(name, bytes);
  known.delete(sha256);
  known.set(sha256, made);
  const [oldest] = known.keys();
  if (known.size > MAX_TRANSPILED && oldest !== undefined) known.delete(oldest);
  try {
    return await made;
  } catch (error) {
    known.delete(sha256); // it may be that jco was missing
    throw error;
  }
}
