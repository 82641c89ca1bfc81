;; A guest that speaks the plugin ABI and lies: its reply is at 0, and not empty.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "take_outcome") (result i32) (i32.const 0))
  (func (export "dispatch") (param i32 i32) (result i64)
    ;; in bounds, but no honest allocator gives it out
    (i64.const 16)))
