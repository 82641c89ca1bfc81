;; A guest that calls in tail position, far more often than a stack has room for.
(module
  (type $step (func (param i32 i64) (result i64)))
  (table funcref (elem $even_indirect $odd_indirect))

  (func $even (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))
  (func (export "is_even") (param i32) (result i32)
    (call $even (local.get 0)))

  (func $even_indirect (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.extend_i32_u (local.get 0)))
      (i32.const 1)))
  (func $odd_indirect (type $step)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $step)
      (i32.sub (local.get 0) (i32.const 1))
      (i64.sub (local.get 1) (i64.const 1))
      (i32.const 0)))
  ;; For an even n: n + (n - 2) + ... + 2, minus one for every step between.
  (func (export "run") (param i32) (result i64)
    (call $even_indirect (local.get 0) (i64.const 0))))
