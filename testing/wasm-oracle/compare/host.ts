/** The functions that a generated module imports: their results depend on what they were called with, and nothing else. */
import type { FuncType, NumberType, Shape } from "../generator/shape.ts";
import { typeOf } from "../generator/shape.ts";
import { show } from "./observation.ts";

/** One call in so many throws. */
const THROWS_EVERY = 9;

export class Host {
  /** A hash of all calls. */
  log = 1;
  readonly functions: Record<string, (...args: unknown[]) => unknown>;

  constructor(shape: Shape) {
    const imported = shape.functions.slice(0, shape.imported);
    this.functions = Object.fromEntries(
      imported.map((_, i) => [`f${i}`, (...args) => this.answer(i, args, typeOf(shape, i))]),
    );
  }

  private answer(index: number, args: readonly unknown[], { results }: FuncType): unknown {
    const asked = [...`${index}:${args.map(show)}`].reduce((sum, letter) => {
      return (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
    }, 7);
    this.log = (Math.imul(this.log, 33) + asked) | 0;
    if (asked % THROWS_EVERY === 0) throw new HostError();
    const values = results.map((type, i) => resultOf(type as NumberType, asked + i));
    return values.length === 1 ? values[0] : values;
  }
}

export class HostError extends Error {
  override readonly message = "of the host";
}

function resultOf(type: NumberType, number: number): number | bigint {
  if (type === "i64") return BigInt(number) << 7n;
  return type === "i32" ? number : (number % 4096) / 16;
}
