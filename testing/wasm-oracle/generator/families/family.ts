/** A kind of instruction that a body may be made of. */
import type { Body } from "../body.ts";

/** Writes instructions into the body. `fill` writes what a block contains. */
export type Emit = (body: Body, fill: (body: Body) => void) => void;

export interface Family {
  readonly weight: number;
  readonly possible: (body: Body) => boolean;
  readonly emit: Emit;
}

/** For what ends a path: not early at the top of a function, which would be all of it. */
export function mayEnd({ labels, left, options }: Body): boolean {
  return labels.length > 1 || left < options.instructions / 4;
}
