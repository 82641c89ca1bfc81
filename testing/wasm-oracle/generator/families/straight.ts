/** Long code without a branch: what a function charges for at once. */
import type { Body } from "../body.ts";
import type { Family } from "./family.ts";

export const straight: readonly Family[] = [
  { weight: 1, possible: ({ options }) => options.straight, emit: chain },
];

/** add, sub, mul, and, or, xor, rotl */
const OPERATIONS = [0x6a, 0x6b, 0x6c, 0x71, 0x72, 0x73, 0x77];

/** The choices would be used up soon: they give one operation and how often. */
function chain(body: Body): void {
  const length = body.choices.between(1, 120);
  const first = body.choices.below(OPERATIONS.length);
  body.consume(["i32"]);
  for (let i = 0; i < length; i++) {
    const operation = OPERATIONS[(first + i * 3) % OPERATIONS.length] as number;
    body.code
      .byte(0x41)
      .s64(BigInt((i * 77) % 1000))
      .byte(operation);
  }
  body.left -= 4;
  body.stack.push("i32");
}
