;; A guest that has the names of the plugin ABI, and other types.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param f64) (result f64) (local.get 0))
  (func (export "take_outcome") (result i64) (i64.const 0))
  (func (export "dispatch") (param i32) (result i32) (local.get 0)))
