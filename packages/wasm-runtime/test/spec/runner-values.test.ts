import { describe, expect, it } from "vitest";
import { resultsOf } from "./run-text.ts";

const module = `(module
  (func (export "i32") (result i32) (i32.const -1))
  (func (export "i64") (result i64) (i64.const 0x1_0000_0001))
  (func (export "f32") (result f32) (f32.const 0.1))
  (func (export "zero") (result f64) (f64.const -0))
  (func (export "canonical") (result f32) (f32.const nan))
  (func (export "quiet") (result f32) (f32.const nan:0x400001))
  (func (export "signalling") (result f64) (f64.const nan:0x1))
  (func (export "echo") (param f64) (result f64) (local.get 0))
  (func (export "i8x16") (result v128) (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1))
  (func (export "f32x4") (result v128) (v128.const f32x4 1 nan -nan:0x400001 -0))
  (func (export "double") (param v128) (result v128) (i32x4.add (local.get 0) (local.get 0)))
  (func (export "mixed") (param v128 f32) (result f32 v128) (local.get 1) (local.get 0))
  (global (export "vector") v128 (v128.const i64x2 5 6))
  (func (export "null") (result externref) (ref.null extern))
  (func (export "extern") (param externref) (result externref) (local.get 0))
  (func (export "self") (result funcref) (ref.func 0)))`;

/** What a command says of the module above. */
async function said(command: string): Promise<string | undefined> {
  const [made, result] = await resultsOf(`${module} ${command}`);
  return made === "pass" ? result : made;
}

describe("assert_return", () => {
  it.each([
    '(invoke "i32") (i32.const 4294967295)',
    '(invoke "i64") (i64.const 4294967297)',
    '(invoke "f32") (f32.const 0x1.99999ap-4)',
    '(invoke "zero") (f64.const -0)',
    '(invoke "canonical") (f32.const nan:canonical)',
    '(invoke "canonical") (f32.const nan:arithmetic)',
    '(invoke "quiet") (f32.const nan:arithmetic)',
    '(invoke "signalling") (f64.const nan:0x1)',
    '(invoke "echo" (f64.const nan:0x1)) (f64.const nan:0x1)',
    '(invoke "echo" (f64.const 4.9e-324)) (f64.const 0x1p-1074)',
    '(invoke "i8x16") (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255)',
    '(invoke "i8x16") (v128.const i64x2 0x0706050403020100 0xff0e0d0c0b0a0908)',
    '(invoke "f32x4") (v128.const f32x4 1 nan:canonical nan:arithmetic -0)',
    '(invoke "double" (v128.const i32x4 1 2 3 -4)) (v128.const i32x4 2 4 6 -8)',
    '(invoke "mixed" (v128.const i16x8 1 2 3 4 5 6 7 8) (f32.const 9)) (f32.const 9) (v128.const i16x8 1 2 3 4 5 6 7 8)',
    '(get "vector") (v128.const i64x2 5 6)',
    '(invoke "null") (ref.null extern)',
    '(invoke "extern" (ref.extern 7)) (ref.extern 7)',
    '(invoke "extern" (ref.extern 7)) (ref.extern)',
    '(invoke "self") (ref.func)',
    '(invoke "i32") (either (i32.const 5) (i32.const -1))',
  ])("passes what is right: %s", async (claim) => {
    expect(await said(`(assert_return ${claim})`)).toBe("pass");
  });

  it.each([
    ['(invoke "i32") (i32.const 1)', "0xffffffff"],
    ['(invoke "i64") (i64.const 1)', "0x100000001"],
    ['(invoke "f32") (f32.const 0x1.999998p-4)', "0x3dcccccd"],
    ['(invoke "zero") (f64.const 0)', "0x8000000000000000"],
    ['(invoke "f32") (f32.const nan:arithmetic)', "0x3dcccccd"],
    ['(invoke "quiet") (f32.const nan:canonical)', "0x7fc00001"],
    ['(invoke "signalling") (f64.const nan:arithmetic)', "0x7ff0000000000001"],
    ['(invoke "echo" (f64.const nan:0x1)) (f64.const nan:0x2)', "0x7ff0000000000001"],
    ['(invoke "null") (ref.extern)', "null"],
    ['(invoke "null") (ref.func)', "null"],
    ['(invoke "extern" (ref.extern 7)) (ref.extern 8)', "object"],
    ['(invoke "extern" (ref.extern 7)) (ref.null extern)', "object"],
    ['(invoke "i32") (either (i32.const 5) (i32.const 6))', "0xffffffff"],
    ['(invoke "i32")', "0xffffffff"],
    ['(invoke "i32") (i32.const -1) (i32.const -1)', "0xffffffff"],
  ])("fails what is wrong, and says what came: %s", async (claim, came) => {
    expect(await said(`(assert_return ${claim})`)).toBe(`fail: returned [${came}]`);
  });

  it.each([
    "i8x16 9 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1",
    "i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 0",
    "i16x8 0x0100 0x0302 0x0504 0x0706 0x0908 0x0b0a 0x0d0c 0x0f0e",
    "i32x4 0x03020100 0x07060504 0x0b0a0909 0xff0e0d0c",
    "i64x2 0x0706050403020100 0x000e0d0c0b0a0908",
  ])("fails a vector with one wrong lane: %s", async (lanes) => {
    expect(await said(`(assert_return (invoke "i8x16") (v128.const ${lanes}))`)).toBe(
      "fail: returned [0xff0e0d0c0b0a09080706050403020100]",
    );
  });

  it.each([
    "f32x4 1 nan:canonical nan:canonical -0",
    "f32x4 1 nan:canonical nan:arithmetic 0",
    "f32x4 nan:canonical nan:canonical nan:arithmetic -0",
  ])("fails a vector with a wrong NaN or sign: %s", async (lanes) => {
    expect(await said(`(assert_return (invoke "f32x4") (v128.const ${lanes}))`)).toMatch(/^fail: /);
  });

  it("fails a vector that is none of either", async () => {
    const either = "(either (v128.const i32x4 2 4 6 8) (v128.const i32x4 2 4 7 -8))";
    const invoke = '(invoke "double" (v128.const i32x4 1 2 3 -4))';
    expect(await said(`(assert_return ${invoke} ${either})`)).toMatch(/^fail: /);
  });
});
