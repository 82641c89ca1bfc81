/** Vectors as lanes: views of the two topmost slots, and handlers made of functions on one lane. */
import type { Handler, Machine } from "../../machine/machine.ts";

/** Lane types, by how the view of a slot reads them. */
const VIEWS = {
  i8: Int8Array,
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

export type Lane = keyof typeof VIEWS;
export type Big = "i64" | "u64";
export type Value<L extends Lane> = L extends Big ? bigint : number;

export interface Lanes<L extends Lane> {
  length: number;
  [index: number]: Value<L>;
}

/** The lanes of the slot `below` the top. */
export function lanes<L extends Lane>({ stack }: Machine, lane: L, below = 1): Lanes<L> {
  const start = (stack.top - below) * 16;
  const View = VIEWS[lane];
  const { buffer } = stack.u8 as Uint8Array<ArrayBuffer>;
  return new View(buffer, start, 16 / View.BYTES_PER_ELEMENT) as unknown as Lanes<L>;
}

export function map<L extends Lane>(lane: L, apply: (a: Value<L>) => Value<L>): Handler {
  return (machine) => {
    const a = lanes(machine, lane);
    for (let i = 0; i < a.length; i++) a[i] = apply(a[i] as Value<L>);
  };
}

/** The result takes the place of the first operand. */
export function zip<L extends Lane>(
  lane: L,
  apply: (a: Value<L>, b: Value<L>) => Value<L>,
): Handler {
  return (machine) => {
    const [a, b] = [lanes(machine, lane, 2), lanes(machine, lane)];
    for (let i = 0; i < a.length; i++) a[i] = apply(a[i] as Value<L>, b[i] as Value<L>);
    machine.stack.top--;
  };
}

/** All bits of a lane, or none. */
export function test<L extends Lane>(
  lane: L,
  holds: (a: Value<L>, b: Value<L>) => boolean,
): Handler {
  return (machine) => {
    const [a, b] = [lanes(machine, lane, 2), lanes(machine, lane)];
    const bits = lanes(machine, "u8", 2);
    const width = 16 / a.length;
    for (let i = 0; i < a.length; i++) {
      const mask = holds(a[i] as Value<L>, b[i] as Value<L>) ? 255 : 0;
      for (let at = 0; at < width; at++) bits[i * width + at] = mask;
    }
    machine.stack.top--;
  };
}

/** Lanes of the result from any lanes of one operand. */
export function reshape<F extends Lane, T extends Lane>(
  from: F,
  to: T,
  laneOf: (a: Value<F>[], index: number) => Value<T>,
): Handler {
  return (machine) => {
    const a = Array.from(lanes(machine, from) as ArrayLike<Value<F>>);
    const result = lanes(machine, to);
    for (let i = 0; i < result.length; i++) result[i] = laneOf(a, i);
  };
}

/** Lanes of the result from any lanes of two operands. */
export function combine<F extends Lane, T extends Lane>(
  from: F,
  to: T,
  laneOf: (a: Value<F>[], b: Value<F>[], index: number) => Value<T>,
): Handler {
  return (machine) => {
    const a = Array.from(lanes(machine, from, 2) as ArrayLike<Value<F>>);
    const b = Array.from(lanes(machine, from) as ArrayLike<Value<F>>);
    const result = lanes(machine, to, 2);
    for (let i = 0; i < result.length; i++) result[i] = laneOf(a, b, i);
    machine.stack.top--;
  };
}
