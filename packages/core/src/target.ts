import type { Compartment } from "./compartment.js";

/** What gets isolated: a C library, an addon, a module, a script. */
export interface Target<Handle> {
  readonly kind: string;
  /** What errors and `status()` call it. */
  readonly name: string;
  /**
   * Loads the target and returns what the user works with.
   *
   * @param compartment the walls around it: functions are linked through it
   */
  load(compartment: Compartment): Handle | Promise<Handle>;
}
