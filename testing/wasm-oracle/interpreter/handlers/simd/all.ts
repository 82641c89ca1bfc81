import type { Handler } from "../../machine/machine.ts";
import { vectorBits } from "./bits.ts";
import { compare } from "./compare.ts";
import { vectorFloats } from "./floats.ts";
import { vectorIntegers } from "./integers.ts";
import { laneAccess } from "./lane-access.ts";
import { vectorMemory } from "./memory.ts";
import { widths } from "./widths.ts";

/** The 128-bit instructions, without the relaxed ones, whose results are the engine's choice. */
export const simd: [number, Handler][] = [
  ...vectorMemory,
  ...laneAccess,
  ...compare,
  ...vectorBits,
  ...vectorIntegers,
  ...widths,
  ...vectorFloats,
];
