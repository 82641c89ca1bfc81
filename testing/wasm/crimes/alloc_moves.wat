;; A guest that speaks the plugin ABI and grows its memory in every call, which detaches whatever view the host holds.
(module
  (memory (export "memory") 1 64)
  (func (export "alloc") (param i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536)))
  (func (export "take_outcome") (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.const 0))
  ;; Echoes.
  (func (export "dispatch") (param i32 i32) (result i64)
    (drop (memory.grow (i32.const 1)))
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
      (i64.extend_i32_u (local.get 1)))))
