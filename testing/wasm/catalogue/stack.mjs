// Guests that recurse: without end, or just as deep as to hurt.

import { crime, env, returns, run, throws } from "./row.mjs";

const OVERFLOW = throws("RangeError", "Maximum call stack size exceeded");

export const stackCrimes = [
  overflowing("recursion", "recurses without end"),
  overflowing("recursion_indirect", "recurses without end through a table"),
  overflowing("recursion_mutual", "recurses without end in two functions"),
  overflowing("recursion_c", "recurses without end in C"),
  overflowing("recursion_huge_frames", "recurses without end in frames of 2,000 variables", {
    call: run(1),
  }),
  overflowing("recursion_vectors", "recurses without end in frames of 1,000 vectors", {
    call: run(1),
    needs: ["simd"],
  }),
  overflowing("deep_operands", "recurses without end with 1,000 operands waiting", {
    call: run(1),
  }),
  overflowing("reentry_bomb", "calls the host that calls it back, without end", {
    call: run(0),
    linking: "env",
    imports: (guest) => ({ env: { again: (depth) => guest.call("run", depth) } }),
  }),
  crime(
    "recursion_caught_legacy",
    "catches the end of its stack at every depth (first proposal)",
    "stack-overflow",
    OVERFLOW, // V8 does not let it be caught
    { needs: ["legacy_exceptions"] },
  ),
  crime(
    "recursion_caught",
    "catches the end of its stack at every depth (second proposal)",
    "stack-overflow",
    OVERFLOW, // V8 does not let it be caught
    { needs: ["exceptions"] },
  ),
  crime(
    "shadow_stack",
    "runs out of the stack in its own memory",
    "trap",
    throws("RuntimeError", "memory access out of bounds"),
  ),
  ...["run", "run_wide"].map((name) =>
    crime(
      `depth_then_host.${name}`,
      `calls the host from a depth it chooses (${name})`,
      {
        kind: "none",
        value: 501,
        besides: "at every depth, the host function runs to its end or is not called at all",
      },
      returns(501),
      {
        module: "depth_then_host",
        call: { export: name, args: [500] },
        linking: "env",
        imports: env,
      },
    ),
  ),
];

function overflowing(name, title, more) {
  return crime(name, title, "stack-overflow", OVERFLOW, more);
}
