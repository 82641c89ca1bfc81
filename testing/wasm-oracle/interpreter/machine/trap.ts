/** As fine as V8's messages tell them apart. */
export type TrapKind =
  | "unreachable"
  | "divide-by-zero"
  | "divide-overflow"
  | "conversion"
  | "memory"
  | "table"
  | "signature"
  | "null"
  | "stack";

export class Trap extends Error {
  readonly kind: TrapKind;

  constructor(kind: TrapKind) {
    super(`wasm trap: ${kind}`);
    this.kind = kind;
  }
}

/** Not the guest's: the interpreter was told to stop here. */
export class StepLimitReached extends Error {}
