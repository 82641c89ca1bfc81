;; A guest that speaks the plugin ABI and lies: pointer and length add up to more than 32 bits hold, and so to 16.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  (func (export "dispatch") (param i32 i32) (result i64)
    ;; 0xfffffff0 + 32
    (i64.or (i64.shl (i64.const 0xfffffff0) (i64.const 32)) (i64.const 32))))
