// The honest guests: one row per source in honest/, with calls and what they give on raw V8.
//
// Plain JavaScript, so that tests, bench and demo can all import it.

import { kernels } from "./catalogue/kernels.mjs";
import { programs } from "./catalogue/programs.mjs";
import { proposals } from "./catalogue/proposals.mjs";

/** @type {import("./honest.d.mts").honestGuests} */
export const honestGuests = Object.freeze(
  [...kernels, ...programs, ...proposals].map((guest) => Object.freeze(guest)),
);
