;; A guest that speaks the plugin ABI and wants the request at an address that is negative, or almost 4 GiB.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param $length i32) (result i32) (i32.const -8))
  (func (export "take_outcome") (result i32) (i32.const 0))
  ;; Echoes.
  (func (export "dispatch") (param i32 i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
      (i64.extend_i32_u (local.get 1)))))
