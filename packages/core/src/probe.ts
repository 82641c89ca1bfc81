import { SetupError } from "./errors.js";
import type { Support } from "./layer.js";
import { platformName } from "./native.js";
import { gate } from "./slots.js";

/**
 * Can this machine run the native call gate? Loads it to find out.
 *
 * @param load also loads what the caller needs
 */
export function probe(load: () => unknown = () => undefined): Support {
  try {
    gate();
    load();
    return { supported: true, details: { platform: platformName() } };
  } catch (error) {
    if (error instanceof SetupError) return { supported: false, reason: error.message };
    throw error;
  }
}

/** `probe().supported` */
export function isSupported(): boolean {
  return probe().supported;
}
