/** Handlers made of plain functions on numbers: what is popped, what is pushed. */
import type { Handler } from "../machine/machine.ts";

type Kinds = { i32: number; u32: number; i64: bigint; u64: bigint; f32: number; f64: number };
type Kind = keyof Kinds;

const POP = {
  i32: "popI32",
  u32: "popU32",
  i64: "popI64",
  u64: "popU64",
  f32: "popF32",
  f64: "popF64",
} as const;

const PUSH = {
  i32: "pushI32",
  u32: "pushI32",
  i64: "pushI64",
  u64: "pushI64",
  f32: "pushF32",
  f64: "pushF64",
} as const;

export function unary<A extends Kind, R extends Kind>(
  from: A,
  to: R,
  apply: (a: Kinds[A]) => Kinds[R],
): Handler {
  const [pop, push] = [POP[from], PUSH[to]];
  return ({ stack }) => {
    const a = stack[pop]() as Kinds[A];
    stack[push](apply(a) as never);
  };
}

export function binary<A extends Kind, R extends Kind>(
  from: A,
  to: R,
  apply: (a: Kinds[A], b: Kinds[A]) => Kinds[R],
): Handler {
  const [pop, push] = [POP[from], PUSH[to]];
  return ({ stack }) => {
    const b = stack[pop]() as Kinds[A];
    const a = stack[pop]() as Kinds[A];
    stack[push](apply(a, b) as never);
  };
}

export function compare<A extends Kind>(
  from: A,
  apply: (a: Kinds[A], b: Kinds[A]) => boolean,
): Handler {
  return binary(from, "i32", (a, b) => (apply(a, b) ? 1 : 0));
}

/** Handlers of consecutive opcodes. */
export function from(first: number, handlers: readonly Handler[]): [number, Handler][] {
  return handlers.map((handler, i) => [first + i, handler]);
}
