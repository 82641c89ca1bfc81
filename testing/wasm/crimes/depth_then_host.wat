;; A guest that calls a host function at whatever depth it is told, for the host to run out of stack there.
(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (func $descend (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $host (i32.const 1)))
      (else (i32.add (call $descend (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))))

  ;; In frames that hold little, and in frames that hold much.
  (func (export "run") (param i32) (result i32) (call $descend (local.get 0)))
  (func (export "run_wide") (param i32) (result i32)
    (call $descend_wide (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (f64.const 4)
      (f64.const 5) (f64.const 6) (i64.const 7) (i64.const 8) (i64.const 9)))

  (func $descend_wide (param i32 i64 i64 i64 f64 f64 f64 i64 i64 i64) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $host (i32.const 1)))
      (else
        (i32.add
          (call $descend_wide
            (i32.sub (local.get 0) (i32.const 1))
            (local.get 2) (local.get 3) (local.get 1)
            (local.get 5) (local.get 6) (local.get 4)
            (local.get 8) (local.get 9) (local.get 7))
          (i32.wrap_i64
            (i64.div_u
              (i64.add (i64.add (local.get 1) (local.get 2)) (i64.add (local.get 3) (local.get 7)))
              (i64.add (i64.add (local.get 1) (local.get 2)) (i64.add (local.get 3) (local.get 7))))))))))
