// Guests that do not come to an end: by loops, tail calls, exceptions, and start functions.

import { crime, env, HANGS, run } from "./row.mjs";

const legacy = { needs: ["legacy_exceptions"] };
const exceptions = { needs: ["exceptions"] };
const failing = () => ({
  env: {
    fail: () => {
      throw new Error("the host fails");
    },
  },
});

export const timeCrimes = [
  endless("loop_br", "loops for ever"),
  endless("loop_br_if", "loops for ever on a condition"),
  endless("loop_br_table", "loops for ever through a branch table"),
  endless("loop_params", "loops for ever with values on the operand stack"),
  endless("loop_nested", "loops for ever in short loops"),
  endless("loop_leaf_calls", "loops for ever in calls of a tiny function"),
  endless("loop_c", "loops for ever in C"),
  endless("loop_tail_call", "calls itself in tail position for ever", { needs: ["tail_calls"] }),
  endless("loop_tail_call_indirect", "calls through a table in tail position for ever", {
    needs: ["tail_calls"],
  }),
  endless("loop_tail_call_ref", "calls through a reference in tail position for ever", {
    needs: ["tail_calls", "typed_references"],
  }),
  endless("loop_throw_legacy", "throws and catches for ever (first proposal)", legacy),
  endless("loop_throw", "throws and catches for ever (second proposal)", exceptions),
  endless("catch_and_spin_legacy", "catches what stops it and loops on (first proposal)", legacy),
  endless("catch_and_spin", "catches what stops it and loops on (second proposal)", exceptions),
  endless("catch_and_return_legacy", "catches what stops it and returns (first proposal)", legacy),
  endless("catch_and_return", "catches what stops it and returns (second proposal)", exceptions),
  endless("catch_host_error_legacy", "catches the host's errors for ever (first proposal)", {
    ...legacy,
    linking: "env",
    imports: failing,
  }),
  endless("catch_host_error", "catches the host's errors for ever (second proposal)", {
    ...exceptions,
    linking: "env",
    imports: failing,
  }),
  endless("recursion_tree", "calls itself 2^60 times without a deep stack"),
  endless("call_tree", "makes 2^60 calls without a loop or a recursion", { call: run(1) }),
  endless("host_call_flood", "calls the host for ever", { linking: "env", imports: env }),
  endless("memset_bomb", "fills 16 MiB for ever", { wants: { pages: 300 } }),
  crime(
    "endless_start",
    "has a start function that never returns",
    { kind: "timeout", at: "open" },
    HANGS,
  ),
  crime(
    "endless_constructor",
    "has a constructor that never returns",
    { kind: "timeout", at: "open" },
    HANGS,
  ),
  crime("sleep_for_ever", "sleeps for ever in the host", "timeout", HANGS, { linking: "wasi" }),
  crime(
    "wait_for_ever",
    "waits for ever for another thread",
    { kind: "setup", besides: "shared memory is denied; where it is granted, it must not block" },
    HANGS,
    { needs: ["threads"] },
  ),
];

function endless(name, title, more) {
  return crime(name, title, "timeout", HANGS, more);
}
