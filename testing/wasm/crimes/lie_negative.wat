;; A guest that speaks the plugin ABI and lies: all bits of its reply's place are set.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  (func (export "dispatch") (param i32 i32) (result i64)
    (i64.const -1)))
