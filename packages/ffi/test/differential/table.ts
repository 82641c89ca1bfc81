/** Everything that koffi types can say, to be called both ways. Needs the types of types.ts. */
import "./types.js";
import { callbacks } from "./callbacks.js";
import { mistakes } from "./mistakes.js";
import { nesting } from "./nesting.js";
import { pointers } from "./pointers.js";
import { scalars } from "./scalars.js";
import type { Case } from "./side.js";
import { structs } from "./structs.js";
import { text } from "./text.js";

export const table: readonly (readonly [group: string, cases: readonly Case[]])[] = Object.entries({
  ...scalars,
  ...text,
  ...pointers,
  ...structs,
  ...callbacks,
  ...nesting,
  ...mistakes,
});
