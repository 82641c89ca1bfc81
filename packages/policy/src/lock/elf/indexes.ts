import { MAX_SYMBOLS } from "../limits.js";
import { MalformedError } from "../malformed.js";

/** Indexes of symbols. */
export class Indexes extends Set<number> {
  /** @throws MalformedError: there are too many of them */
  override add(index: number): this {
    if (this.size === MAX_SYMBOLS && !this.has(index)) {
      throw new MalformedError("Too many symbols", 0);
    }
    return super.add(index);
  }
}
