import { describe, expect, it } from "vitest";
import { resultsOf } from "./run-text.ts";

const module = `(module
  (memory 1)
  (func $deep (export "deep") (call $deep))
  (func (export "unreachable") (unreachable))
  (func (export "divide") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
  (func (export "load") (result v128) (v128.load (i32.const 65536))))`;

describe("what must throw", () => {
  const pass = "pass: RuntimeError:";
  it.each([
    ['(assert_trap (invoke "unreachable") "unreachable")', `${pass} unreachable`],
    ['(assert_trap (invoke "divide" (i32.const 0)) "integer divide by zero")', `${pass} divide by`],
    ['(assert_trap (invoke "load") "out of bounds memory access")', `${pass} memory access`],
    ['(assert_exhaustion (invoke "deep") "call stack exhausted")', "pass: RangeError: Maximum"],
  ])("passes, with the trap in the result: %s", async (command, result) => {
    expect((await resultsOf(`${module} ${command}`))[1]).toContain(result);
  });

  it.each([
    ['(assert_trap (invoke "unreachable") "integer divide by zero")', "threw RuntimeError: unr"],
    ['(assert_trap (invoke "deep") "unreachable")', "threw RangeError: Maximum call stack"],
    [
      '(assert_trap (invoke "divide" (i32.const 1)) "integer divide by zero")',
      "nothing was thrown",
    ],
    ['(assert_exhaustion (invoke "unreachable") "call stack exhausted")', "threw RuntimeError"],
    ['(assert_exhaustion (invoke "divide" (i32.const 1)) "call stack")', "nothing was thrown"],
    ['(assert_exception (invoke "unreachable"))', "threw RuntimeError: unreachable"],
    ['(assert_return (invoke "unreachable"))', "threw RuntimeError: unreachable"],
    ['(invoke "unreachable")', "threw RuntimeError: unreachable"],
    ['(assert_trap (invoke "missing") "unreachable")', 'nothing is exported as "missing"'],
  ])("fails where another thing happens: %s", async (command, result) => {
    expect((await resultsOf(`${module} ${command}`))[1]).toContain(`fail: ${result}`);
  });
});
