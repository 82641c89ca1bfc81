/** What the code of a metered module is written by: indices of what was added, and what was found out of its functions. */
import type { Shape } from "../module/shape.js";
import type { Additions } from "./additions.js";
import type { Charges } from "./charges.js";
import type { CountedCalls } from "./counted-calls.js";
import type { Events } from "./events.js";
import type { FuelCode } from "./fuel.js";

export interface Plan {
  readonly shape: Shape;
  readonly events: Events;
  readonly charges: Charges;
  readonly additions: Additions;
  /** undefined: nothing is charged. */
  readonly fuel: FuelCode | undefined;
  /** undefined: no call is counted. */
  readonly stack: { readonly global: number; readonly counted: CountedCalls } | undefined;
  /** Globals, by index; undefined: not needed. */
  readonly pages: number | undefined;
  readonly elements: number | undefined;
  /** By index among the module's own functions: 1 when its callers pay for it. */
  readonly leaves: Uint8Array;
}
