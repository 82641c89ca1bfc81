/** References on the stack are numbers; 0 is the null reference, so that a cleared local is null. */
export class References {
  private readonly values: unknown[] = [null];
  private readonly numbers = new Map<unknown, number>([[null, 0]]);

  numberOf(value: unknown): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.values.push(value) - 1;
    this.numbers.set(value, number);
    return number;
  }

  at(number: number): unknown {
    return this.values[number];
  }
}
