/** Functions of the host that a module has, by their numbers. */
type Lent = (...args: unknown[]) => unknown;

interface Counted {
  readonly callback: Lent;
  times: number;
}

export class LentFunctions {
  readonly #byNumber = new Map<number, Counted>();
  readonly #numbers = new Map<Lent, number>();
  #lastNumber = 0;

  get count(): number {
    return this.#byNumber.size;
  }

  get(number: number): Lent | undefined {
    return this.#byNumber.get(number)?.callback;
  }

  /** @returns its number */
  lend(callback: Lent): number {
    let number = this.#numbers.get(callback);
    if (number === undefined) {
      number = ++this.#lastNumber;
      this.#numbers.set(callback, number);
      this.#byNumber.set(number, { callback, times: 0 });
    }
    (this.#byNumber.get(number) as Counted).times++;
    return number;
  }

  /** The module has let go of it, so many times. */
  giveBack(number: number, times: number): void {
    const lent = this.#byNumber.get(number);
    if (lent === undefined) return;
    lent.times -= times;
    if (lent.times > 0) return;
    this.#byNumber.delete(number);
    this.#numbers.delete(lent.callback);
  }

  clear(): void {
    this.#byNumber.clear();
    this.#numbers.clear();
  }
}
