import { isolate } from "@cofferdam/core";
import { library } from "@cofferdam/ffi";
import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

/** A function of the C++ library that throws out of itself: `std::__throw_out_of_range(char const *)`. */
const THROWS = "void _ZSt20__throw_out_of_rangePKc(const char *what)";

export const probe: Probe = () => {
  const cpp = isolate([]).openSync(library("libstdc++.so.6"));
  const throws = cpp.func(THROWS);
  return contained(
    "a function that throws std::out_of_range",
    () => throws("out of range"),
    (fault) => (fault.kind === "panic" ? `${fault.type} was caught at the gate` : undefined),
    () => isWell(openHere()),
  );
};
