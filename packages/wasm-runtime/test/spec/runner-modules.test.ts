import { describe, expect, it } from "vitest";
import { resultsOf } from "./run-text.ts";

const start = "(module (func $start (unreachable)) (start $start))";

describe("modules", () => {
  it.each([
    ['(assert_invalid (module (func (result i32))) "type mismatch")'],
    ['(assert_malformed (module binary "\\00asm\\02\\00\\00\\00") "unknown binary version")'],
    ['(assert_unlinkable (module (import "spectest" "print" (func (param i32)))) "incompatible")'],
    ['(assert_unlinkable (module (import "spectest" "nothing" (func))) "unknown import")'],
  ])("that must be refused pass: %s", async (script) => {
    expect(await resultsOf(script)).toEqual([expect.stringMatching(/^pass(: LinkError)?$/)]);
  });

  it.each([
    ['(assert_invalid (module (func)) "type mismatch")', "fail: it was compiled"],
    ['(assert_malformed (module binary "\\00asm\\01\\00\\00\\00") "")', "fail: it was compiled"],
    [
      '(assert_unlinkable (module (import "spectest" "print" (func))) "incompatible")',
      "fail: nothing was thrown",
    ],
    ['(assert_trap (module (func $f) (start $f)) "unreachable")', "fail: nothing was thrown"],
    ["(module (func (result i32)))", "fail: it was not compiled"],
    [`(assert_trap ${start} "integer divide by zero")`, "fail: threw RuntimeError: unreachable"],
    [
      '(assert_malformed (module quote "(func") "unexpected end")',
      "unsupported: it is about the text format",
    ],
  ])("that are treated otherwise do not pass: %s", async (script, result) => {
    expect(await resultsOf(script)).toEqual([result]);
  });

  it("that cannot be made leave no older instance for the commands that follow", async () => {
    const results = await resultsOf(`
      (module (func (export "f")))
      (module (import "nowhere" "f" (func)) (export "f" (func 0)))
      (assert_return (invoke "f"))`);
    expect(results).toEqual(["pass", "fail: threw TypeError", "fail: its instance was not made"]);
  });

  it("see what was registered, and instances of one definition are apart", async () => {
    const results = await resultsOf(`
      (module definition $M (global (export "g") (mut i32) (i32.const 1)))
      (module instance $A $M)
      (module instance $B $M)
      (register "a" $A)
      (module (import "a" "g" (global (mut i32))) (func (global.set 0 (i32.const 2))) (start 0))
      (assert_return (get $A "g") (i32.const 2))
      (assert_return (get $B "g") (i32.const 1))`);
    expect(results).toEqual(Array.from({ length: 7 }, () => "pass"));
  });

  it("are transformed before V8 sees them, and started by the transform", async () => {
    const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    const transform = {
      transform: () => empty,
      started: () => {
        throw new WebAssembly.RuntimeError("unreachable");
      },
    };
    expect(await resultsOf("(module (func (result i32)))", transform)).toEqual([
      "fail: threw RuntimeError: unreachable",
    ]);
    expect(await resultsOf(`(assert_trap ${start} "unreachable")`, transform)).toEqual([
      "pass: RuntimeError: unreachable",
    ]);
  });

  it("that the transform refuses count as refused, but not those that it breaks at", async () => {
    const throwing = (isRefusal?: () => boolean) => ({
      transform: () => {
        throw new Error("no module");
      },
      ...(isRefusal && { isRefusal }),
    });
    const script = '(module) (assert_invalid (module (func (result i32))) "type mismatch")';
    expect(await resultsOf(script, throwing())).toEqual(["fail: it was not compiled", "pass"]);
    const broke = "fail: the transform broke";
    expect(
      await resultsOf(
        script,
        throwing(() => false),
      ),
    ).toEqual([broke, broke]);
  });
});
