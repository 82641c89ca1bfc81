/** What both sides have to know of a function's parameters, each from its own declaration of it. */
import type { Declaration } from "@cofferdam/ffi/declaration";
import { linkedParameter } from "@cofferdam/ffi/declaration";

export interface CrossingParameters {
  /** Indexes of arguments that the library may not write: nothing of them comes back. */
  readonly readOnly: ReadonlySet<number>;
  /** Indexes of arguments that koffi fills in, and the members that it may fill in of an object. */
  readonly outputs: ReadonlyMap<number, readonly string[] | undefined>;
}

export function crossingParameters({ parameters }: Declaration): CrossingParameters {
  const readOnly = new Set<number>();
  const outputs = new Map<number, readonly string[] | undefined>();
  for (const [index, parameter] of parameters.entries()) {
    if (linkedParameter(parameter).readOnly) readOnly.add(index);
    if (parameter.direction !== "Input") outputs.set(index, membersOf(parameter.type));
  }
  return { readOnly, outputs };
}

function membersOf({ ref }: Declaration["result"]): readonly string[] | undefined {
  return ref?.members && Object.keys(ref.members);
}
