/** A limit of a metered module was reached; what ends its call. */
export class LimitReached extends Error {
  readonly kind: "fuel" | "timeout" | "pages" | "elements" | "stack" | "outside";
  /** Units of fuel, milliseconds, pages, elements, or frame units. */
  readonly limit: number;
  /** How much there would have been. */
  readonly amount: number;

  constructor(kind: LimitReached["kind"], limit: number, amount: number) {
    super(`A WebAssembly module reached its limit of ${kind}: ${limit}`);
    this.kind = kind;
    this.limit = limit;
    this.amount = amount;
  }

  override get name(): string {
    return "LimitReached";
  }
}
