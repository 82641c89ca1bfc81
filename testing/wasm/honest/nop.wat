;; A guest that does nothing: what a call and an instance cost by themselves.
(module
  (memory (export "memory") 1)
  (func (export "nop") (param i32) (result i32) (local.get 0)))
