;; A guest that returns several values, from functions, blocks and loops.
(module
  (func $divide (export "divide") (param i32 i32) (result i32 i32)
    (i32.div_u (local.get 0) (local.get 1))
    (i32.rem_u (local.get 0) (local.get 1)))

  ;; Greatest common divisor: the loop takes two values and gives one.
  (func $gcd (export "gcd") (param i32 i32) (result i32)
    (local $rest i32)
    (local.get 0)
    (local.get 1)
    (loop $again (param i32 i32) (result i32)
      (call $divide)
      (local.set $rest)
      (drop)
      (local.get 1)
      (local.set 1 (local.get $rest))
      (local.get $rest)
      (br_if $again (local.get $rest))
      (drop)))

  ;; 1, 2, 3, ... 8: more results than registers.
  (func (export "count") (result i32 i64 f32 f64 i32 i64 f32 f64)
    (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4)
    (i32.const 5) (i64.const 6) (f32.const 7) (f64.const 8)))
