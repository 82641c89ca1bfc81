/** A host for metered modules: what is charged, in slices, and whether a budget suffices. */

/** Names of the contract; passed in, so that this does not depend on the package that it tests. */
export interface Contract {
  readonly module: string;
  readonly limit: string;
  readonly fuel: string;
  readonly start: string;
  readonly stack: string;
  /** Limits that are to be out of the way, and how much that takes. */
  readonly generous: Readonly<Record<string, number>>;
}

export class Exhausted extends Error {}

export class FuelHost {
  readonly imports: WebAssembly.Imports;
  private readonly contract: Contract;
  private readonly slice: number;
  private reserve: number;
  private readonly budget: number;
  private global: WebAssembly.Global | undefined;
  private stack: WebAssembly.Global | undefined;
  /** Stays so: a guest may catch what the host throws. */
  exhausted = false;

  constructor(contract: Contract, slice: number, budget: number) {
    this.contract = contract;
    this.slice = slice;
    this.budget = budget;
    this.reserve = budget;
    const limit = (what: number, amount: number) => this.refill(what, amount);
    this.imports = { [contract.module]: { [contract.limit]: limit } };
  }

  begin(exports: WebAssembly.Exports): void {
    for (const [name, value] of Object.entries(this.contract.generous)) {
      const global = exports[name] as WebAssembly.Global | undefined;
      if (global) global.value = value;
    }
    this.stack = exports[this.contract.stack] as WebAssembly.Global | undefined;
    this.global = exports[this.contract.fuel] as WebAssembly.Global;
    this.global.value = this.take(0);
  }

  /**
   * What the host pays for a call of a leaf, which does not charge for itself. Out of the slice: the guest would spend
   * that although nothing is left in all.
   */
  pay(units: number): void {
    if (this.global) this.global.value -= units;
  }

  get used(): number {
    return this.budget - this.left;
  }

  /** Below zero: the last charge was not checked, and too much. */
  get suffices(): boolean {
    return !this.exhausted && this.left >= 0;
  }

  /** How deep the guest still takes itself to be: what a call has not given back. */
  takeDepth(): number {
    const full = this.contract.generous[this.contract.stack] as number;
    const depth = full - Number(this.stack?.value ?? full);
    if (this.stack) this.stack.value = full;
    return depth;
  }

  private get left(): number {
    return this.reserve + Number(this.global?.value ?? 0);
  }

  private refill(what: number, amount: number): number {
    if (what < 0) return -1; // memory.grow and table.grow of more than there ever can be fail
    // 0 is asked for too: by an empty bulk operation, when unchecked charges have gone below zero
    this.reserve += amount;
    if (this.global) this.global.value = 0; // what is left is in the reserve now
    if (this.exhausted || this.reserve < what) {
      this.exhausted = true;
      throw new Exhausted(`${what} units are not left`);
    }
    return this.take(what);
  }

  private take(least: number): number {
    const taken = Math.max(least, Math.min(this.slice, this.reserve));
    this.reserve -= taken;
    return taken;
  }
}
