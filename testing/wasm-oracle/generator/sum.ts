/** What is not needed goes into a global, so that a wrong value shows: dropped, it would not. */
import type { Body } from "./body.ts";
import type { ValueType } from "./shape.ts";

const SUM = 1;

/** Takes the topmost value. */
export function discard(body: Body): void {
  const type = body.stack.pop() as ValueType;
  if (body.choices.below(3) === 0 || type === "exnref") body.write(0x1a);
  else {
    toI64(body, type);
    body.code.byte(0x23, SUM, 0x42, 13, 0x89, 0x7c, 0x24, SUM); // sum = rotl(sum, 13) + value
    body.left -= 5;
  }
}

function toI64(body: Body, type: ValueType): void {
  if (type === "f32" || type === "f64") settleNan(body, type);
  const half = body.choices.below(2);
  const codes = {
    i64: [],
    f64: [0xbd],
    i32: [0xac],
    f32: [0xbc, 0xac],
    v128: [0xfd, 0x1d, half],
  };
  const isNull = [0xd1, 0xac];
  body.write(...(codes[type as keyof typeof codes] ?? isNull));
}

/**
 * Zero instead of a NaN, whose bits no two engines need to agree on. What is on top of the stack is not in `body.stack`
 * now.
 */
export function settleNan(body: Body, type: "f32" | "f64"): void {
  const local = body.addLocal(type);
  body.reserved.add(local);
  body.code.byte(0x22).u32(local);
  if (type === "f32") body.code.byte(0x43).f32(0);
  else body.code.byte(0x44).f64(0);
  body.code.byte(0x20).u32(local).byte(0x20).u32(local);
  body.write(type === "f32" ? 0x5b : 0x61, 0x1b);
}
