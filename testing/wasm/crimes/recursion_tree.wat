;; A guest that calls itself twice, 60 deep: no loop, no deep stack, and 2^60 calls.
(module
  (func $grow (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (i32.const 1))
      (else
        (i32.add
          (call $grow (i32.sub (local.get 0) (i32.const 1)))
          (call $grow (i32.sub (local.get 0) (i32.const 1)))))))
  (func (export "run") (result i32) (call $grow (i32.const 60))))
