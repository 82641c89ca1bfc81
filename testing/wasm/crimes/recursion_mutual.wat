;; A guest in which two functions call each other without end, in frames of different size.
(module
  (func $first (param i32) (result i32)
    (i32.add (call $second (local.get 0) (i64.const 1) (i64.const 2) (f64.const 3)) (i32.const 1)))
  (func $second (param i32 i64 i64 f64) (result i32)
    (local $kept i64)
    (local.set $kept (i64.add (local.get 1) (local.get 2)))
    (i32.add
      (call $first (i32.add (local.get 0) (i32.const 1)))
      (i32.add (i32.wrap_i64 (local.get $kept)) (i32.trunc_sat_f64_s (local.get 3)))))
  (func (export "run") (result i32) (call $first (i32.const 0))))
